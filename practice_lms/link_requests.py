"""Deep-linking requests that wait for the tool's answer (Deep Linking 2.0, section 4.4)."""

import secrets
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from practice_lms.people import Person

PATH = "/deep-link-return"
TYPE = "ltiResourceLink"
_MOST_WAITING = 1000


@dataclass(frozen=True)
class LinkRequest:
    """A teacher asked the tool for links; `data` has to come back as it is."""

    id: str
    person: Person
    data: str

    def claim(self, origin: str) -> dict[str, Any]:
        """Return the settings that travel to the tool."""
        query = urlencode({"course": "course-1", "request": self.id})
        return {
            "deep_link_return_url": f"{origin}{PATH}?{query}",
            "accept_types": [TYPE],
            "accept_presentation_document_targets": ["iframe", "window"],
            "accept_multiple": True,
            "accept_lineitem": True,
            "auto_create": False,
            "data": self.data,
        }


class LinkRequests:
    """The waiting requests by their ids. An id stands for the person: in a frame no cookie does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, LinkRequest] = {}

    def begin(self, person: Person) -> LinkRequest:
        """Remember a request; the oldest are forgotten beyond a thousand."""
        request = LinkRequest(
            secrets.token_urlsafe(12), person, f"for {person.sub} & {secrets.token_urlsafe(12)} ✓"
        )
        with self._lock:
            self._waiting[request.id] = request
            while len(self._waiting) > _MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
        return request

    def find(self, request_id: str) -> LinkRequest | None:
        """Return a waiting request, or None."""
        with self._lock:
            return self._waiting.get(request_id)

    def end(self, request: LinkRequest) -> bool:
        """Forget a request that was answered; False if it was answered before."""
        with self._lock:
            return self._waiting.pop(request.id, None) is not None
