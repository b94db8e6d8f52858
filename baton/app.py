"""The web application: both doors and their pages, on one product."""

from collections.abc import Callable

from flask import Flask
from flask_compress import Compress

from baton.health import health
from baton.metrics import METRICS_TOKEN, metrics
from baton.product import Product
from lti_tool.account_door import LTI_ACCOUNTS
from lti_tool.connection_page import CONNECTION_SERVICES, connection
from lti_tool.icon import icon
from lti_tool.install import install
from lti_tool.known_platforms import KnownPlatforms
from lti_tool.launch import KEY_SETS, launch
from lti_tool.login import KNOWN_PLATFORMS, login
from lti_tool.picker_pages import pages as picker_pages
from lti_tool.register import register
from lti_tool.service import Services
from lti_tool.set_up import granted_section
from lti_tool.tool_key import jwks
from teams_app.account_door import TEAMS_ACCOUNTS
from teams_app.channel import channel
from teams_app.consent import consent
from teams_app.door import make_door
from teams_app.reports import reports
from teams_app.share import share
from teams_app.sign_in import sign_in
from teams_app.tab import tab
from web.about_me import about_me
from web.account_door import install_account_door
from web.accounts import accounts
from web.address import install_addresses
from web.afterwards import afterwards
from web.assets import asset, built, check_built
from web.door import LTI, TEAMS
from web.drafts import drafts
from web.furniture import bar, foot, progress
from web.hand_over import hand_over
from web.handed import handed
from web.handover import handover
from web.headers import install_headers
from web.huddle import huddle
from web.key_set import KeySets
from web.kit import kit
from web.language import install_language
from web.language_choice import language_choice
from web.log import log
from web.modules import modules
from web.my_team import my_team
from web.pieces import install_pieces
from web.plan_sentence import install_plan_sentence
from web.plans import plans
from web.plans_export import plans_export
from web.privacy import privacy
from web.problems import install_problems
from web.programme import programme
from web.public_kit import public_kit
from web.reminders import reminders
from web.reports_offer import install_reports_offer
from web.set_up import install_section, set_up
from web.set_up_programme import set_up_programme
from web.set_up_teams import set_up_teams
from web.set_up_training import set_up_training
from web.spread import spread
from web.team_name import called
from web.tickets import tickets
from web.wiring import Wiring
from web.year import year

LARGEST_REQUEST = 256 * 1024
"""Bytes; a launch is about 5,000, a plan at most 4,000."""

_BLUEPRINTS = (
    built,
    login,
    launch,
    jwks,
    register,
    install,
    icon,
    picker_pages,
    tab,
    sign_in,
    channel,
    share,
    consent,
    reports,
    connection,
    kit,
    huddle,
    handed,
    public_kit,
    handover,
    modules,
    programme,
    afterwards,
    reminders,
    my_team,
    plans,
    plans_export,
    year,
    privacy,
    about_me,
    accounts,
    hand_over,
    language_choice,
    drafts,
    tickets,
    set_up,
    set_up_teams,
    spread,
    set_up_programme,
    set_up_training,
    log,
)


def create_app(product: Product, wake: Callable[[], None]) -> Flask:
    """Return the WSGI application. `wake` tells the worker that a grade may be due."""
    app = pages()
    connect(app, product, wake)
    return app


def pages() -> Flask:
    """Return the application with all its pages, and nothing that they could work on yet."""
    check_built()
    app = Flask("web", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        COMPRESS_MIMETYPES=["text/html", "application/json"],
        COMPRESS_STREAMS=False,
        # Two thirds less CPU than the usual level, for an eighth more of a page that weighs 2 KB.
        COMPRESS_BR_LEVEL=1,
        COMPRESS_BR_WINDOW=16,
    )
    app.jinja_env.globals.update(asset=asset, called=called, bar=bar, foot=foot, progress=progress)
    install_plan_sentence(app)
    Compress(app)
    install_addresses(app)
    install_language(app)
    install_pieces(app)
    install_headers(app)
    install_problems(app)
    for blueprint in (*_BLUEPRINTS, health, metrics):
        app.register_blueprint(blueprint)
    return app


def connect(app: Flask, product: Product, wake: Callable[[], None]) -> None:
    """Let the pages work on a product; all of it stands in the application's extensions."""
    Wiring(
        database=product.database,
        catalogue=product.catalogue,
        clock=product.clock,
        keyring=product.keyring,
        public_url=product.settings.public_url,
        extra_frame_ancestors=product.settings.frame_ancestors,
        calendar=product.settings.calendar,
        wake=wake,
    ).install(app.extensions)
    app.extensions[METRICS_TOKEN] = product.settings.metrics_token
    app.extensions[KEY_SETS] = KeySets()
    entra = product.settings.entra
    make_door(entra).install(app.extensions)
    if entra.client_id and entra.has_credential:
        install_reports_offer(app.extensions, TEAMS)
    app.extensions[KNOWN_PLATFORMS] = KnownPlatforms(product.database)
    install_section(app.extensions, LTI, granted_section)
    install_account_door(app.extensions, LTI, LTI_ACCOUNTS)
    install_account_door(app.extensions, TEAMS, TEAMS_ACCOUNTS)
    app.extensions[CONNECTION_SERVICES] = Services(product.database, product.keyring)
