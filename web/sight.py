"""What a visitor may see of others. Every page that shows such a thing asks here."""

from learning.policy import Policy
from learning.visibility import Sight, Viewer, any_sees
from web.session import WebSession


def viewers_of(web_session: WebSession) -> set[Viewer]:
    """Return what this visitor is: a learner always, and perhaps more."""
    viewers = {Viewer.LEARNER}
    if web_session.leads:
        viewers.add(Viewer.LEADER)
    if web_session.sets_up:
        viewers.add(Viewer.LEARNING)
    return viewers


def may_see(web_session: WebSession, sight: Sight, policy: Policy = Policy.COUNTS) -> bool:
    """Tell whether this visitor may see this."""
    return any_sees(viewers_of(web_session), sight, policy)
