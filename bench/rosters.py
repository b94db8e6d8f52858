"""How long it takes to read a roster of 10,000, and how much memory."""

import time
import tracemalloc
from dataclasses import dataclass
from datetime import UTC, datetime

from baton.product import Product, open_product
from baton.settings import read_settings
from bench.slow_lms import MEMBERS, open_slow_lms
from bench.tool import Unavailable
from learning.cohort import Cohort
from learning.context import Context
from learning.organisation import find_or_create_organisation
from lti_tool.course import LtiContext
from lti_tool.platform import Deployment, Platform
from lti_tool.roster_sync import Rosters
from lti_tool.service import Services


@dataclass(frozen=True)
class Reading:
    """One roster: its people, the seconds when all are new, and the most memory it took."""

    members: int
    seconds: float
    peak_bytes: int


def read(database_url: str) -> Reading:
    """Read a roster when everybody in it is new, and once more to see what memory it takes.

    Raises Unavailable if it does not come whole.
    """
    settings = read_settings({"BATON_DATABASE_URL": database_url, "BATON_SECRET_KEY": "x" * 40})
    with open_slow_lms() as lms, open_product(settings) as product:
        context_id = _connect(product, lms)
        services = Services(product.database, product.keyring)
        rosters = Rosters(product.database, services, product.catalogue)
        begins = time.monotonic()
        _sync(rosters, context_id)
        seconds = time.monotonic() - begins
        tracemalloc.start()
        _sync(rosters, context_id)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return Reading(MEMBERS, seconds, peak)


def _sync(rosters: Rosters, context_id: int) -> None:
    outcome = rosters.sync(context_id)
    if outcome is None or outcome.reason or outcome.members != MEMBERS:
        raise Unavailable(f"The roster did not come whole: {outcome}")


def _connect(product: Product, lms: str) -> int:
    at = datetime.now(UTC)
    with product.database.write() as session:
        owner = find_or_create_organisation(session, "Bench", at)
        platform = Platform(
            name="Bench",
            issuer=lms,
            client_id="bench",
            auth_url=f"{lms}/auth",
            token_url=f"{lms}/token",
            jwks_url=f"{lms}/jwks",
            allow_http=True,
            added_at=at,
        )
        deployment = Deployment(platform=platform, lti_id="1", organisation=owner, first_seen_at=at)
        cohort = Cohort(organisation=owner, name="Bench", starts_on=at.date())
        session.add(cohort)
        session.flush()
        context = Context(organisation_id=owner.id, title="Bench", cohort=cohort)
        course = LtiContext(context=context, deployment=deployment, lti_id="1", scopes="")
        course.memberships_url = f"{lms}/members"
        session.add(course)
        session.flush()
        return context.id
