"""Launches that have begun and wait for the tool to come back for their id_token."""

import secrets
import threading
from dataclasses import dataclass

from practice_lms.course import ResourceLink
from practice_lms.link_requests import LinkRequest
from practice_lms.people import Person

_MOST_WAITING = 1000


@dataclass(frozen=True)
class Launch:
    """Who opened which link, and whether in a frame ("iframe") or a window of its own.

    A teacher who adds links opens none of them, but has a request for some.
    """

    person: Person
    link: ResourceLink | None
    document_target: str
    request: LinkRequest | None = None


class Launches:
    """The waiting launches by the id that travels in `lti_message_hint`.

    The person is bound to the id here and not read from a cookie: in a frame the browser may
    treat the tool's redirect as a cross-site request and keep the cookie back.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, Launch] = {}

    def begin(self, launch: Launch) -> str:
        """Remember a launch and return its id; the oldest are forgotten beyond a thousand."""
        launch_id = f"launch-{secrets.token_urlsafe(12)}"
        with self._lock:
            self._waiting[launch_id] = launch
            while len(self._waiting) > _MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
        return launch_id

    def use_up(self, launch_id: str) -> Launch | None:
        """Return the launch and forget it: an id is good once. None for an unknown one."""
        with self._lock:
            return self._waiting.pop(launch_id, None)
