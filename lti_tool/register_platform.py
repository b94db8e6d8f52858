"""A registration becomes a platform, for the organisation that was invited."""

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from lti_tool.access_token import AccessToken
from lti_tool.course import LtiContext
from lti_tool.invite import Invite
from lti_tool.origin import origin_of
from lti_tool.platform import Deployment, Platform
from lti_tool.register_answer import Granted
from lti_tool.register_configuration import PlatformConfiguration
from lti_tool.register_problems import RegistrationFailed
from web.language import gettext as _

_LONGEST_NAME = 200


def connect_platform(
    session: Session,
    invite: Invite,
    configuration: PlatformConfiguration,
    granted: Granted,
    at: datetime,
) -> Platform:
    """Write the platform down and use the invite up. Registering again updates what is there.

    Raises RegistrationFailed if the registration is known and another organisation's.
    """
    known = _known(session, configuration, granted)
    if known is not None:
        _check_owner(session, known, invite)
    else:
        known = _earlier(session, configuration, invite)
    platform = known or Platform(added_at=at)
    _describe(session, platform, invite, configuration, granted)
    session.add(platform)
    session.flush()
    if granted.deployment_id is not None:
        _claim(session, platform, granted.deployment_id, invite, at)
    invite.use(platform, at)
    return platform


def _describe(
    session: Session,
    platform: Platform,
    invite: Invite,
    configuration: PlatformConfiguration,
    granted: Granted,
) -> None:
    platform.name = _name(session, platform, invite, configuration)
    platform.issuer, platform.client_id = configuration.issuer, granted.client_id
    platform.auth_url = configuration.authorization_endpoint
    platform.token_url = configuration.token_endpoint
    platform.jwks_url = configuration.jwks_uri
    platform.audience = configuration.authorization_server
    platform.family = configuration.family or platform.family or ""
    platform.allow_http = invite.allow_http


def _known(
    session: Session, configuration: PlatformConfiguration, granted: Granted
) -> Platform | None:
    same = Platform.issuer == configuration.issuer, Platform.client_id == granted.client_id
    return session.scalar(select(Platform).where(*same))


def _check_owner(session: Session, known: Platform, invite: Invite) -> None:
    """An invite of one organisation must not change what another one signs in through."""
    if _owners(session, known) - {invite.organisation_id}:
        raise RegistrationFailed(
            _("This registration is already connected, for another organisation."),
            f"platform {known.id} belongs to another organisation",
            _("Ask the person who runs Baton whose it is."),
        )


def _owners(session: Session, platform: Platform) -> set[int]:
    deployed = select(Deployment.organisation_id).where(
        Deployment.platform_id == platform.id, Deployment.organisation_id.is_not(None)
    )
    invited = select(Invite.organisation_id).where(Invite.platform_id == platform.id)
    return {owner for owner in session.scalars(deployed.union(invited)) if owner is not None}


def _earlier(
    session: Session, configuration: PlatformConfiguration, invite: Invite
) -> Platform | None:
    """Return an earlier registration of the same LMS that nobody has learned through yet.

    Moodle gives another client id each time. One that people have learned through stays beside the
    new one: its links are still in their courses. Where customers share an issuer, nobody can tell
    whether it is the same LMS.
    """
    if configuration.shares_issuer:
        return None
    used = exists().where(
        LtiContext.deployment_id == Deployment.id, Deployment.platform_id == Platform.id
    )
    place = origin_of(configuration.token_endpoint)
    for one in session.scalars(
        select(Platform).where(Platform.issuer == configuration.issuer, ~used)
    ):
        mine = _owners(session, one) == {invite.organisation_id}
        if mine and origin_of(one.token_url) == place:
            for kind in (AccessToken, Deployment):
                session.execute(delete(kind).where(kind.platform_id == one.id))
            return one
    return None


def _name(
    session: Session, platform: Platform, invite: Invite, configuration: PlatformConfiguration
) -> str:
    """Return a name that no other platform has: the invite's, the one it had, or its host's."""
    # Hosted Canvases have all other addresses in common.
    host = (origin_of(configuration.registration_endpoint) or "").partition("://")[2]
    wanted = (invite.name or platform.name or host or "LMS")[: _LONGEST_NAME - 5]
    others = set(session.scalars(select(Platform.name).where(Platform.id != (platform.id or 0))))
    names = (wanted if n == 1 else f"{wanted} {n}" for n in range(1, len(others) + 2))
    return next(name for name in names if name not in others)


def _claim(session: Session, platform: Platform, lti_id: str, invite: Invite, at: datetime) -> None:
    mine = Deployment.platform_id == platform.id, Deployment.lti_id == lti_id
    found = session.scalar(select(Deployment).where(*mine))
    if found is None:
        found = Deployment(platform_id=platform.id, lti_id=lti_id, first_seen_at=at)
        session.add(found)
    found.organisation_id = invite.organisation_id
