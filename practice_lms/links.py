"""The links in the course. Its teacher can add more, from what the tool offers."""

import threading
from collections.abc import Iterable, Mapping

from practice_lms.course import ResourceLink


class Links:
    """The course's links in their order; every method may be called from any thread."""

    def __init__(self, links: Iterable[ResourceLink]) -> None:
        self._lock = threading.Lock()
        self._links = list(links)
        self._added = 0

    def all(self) -> list[ResourceLink]:
        """Return the links in the order in which they stand in the course."""
        with self._lock:
            return list(self._links)

    def with_id(self, link_id: str | None) -> ResourceLink | None:
        """Return the link with this id, or None."""
        return next((link for link in self.all() if link.id == link_id), None)

    def add(self, title: str, custom: Mapping[str, str]) -> ResourceLink:
        """Put a link at the end of the course, and return it."""
        with self._lock:
            self._added += 1
            link = ResourceLink(f"added-{self._added}", title, dict(custom))
            self._links.append(link)
            return link
