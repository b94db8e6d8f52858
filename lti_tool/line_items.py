"""The line item service: a course's gradebook columns, read and made (AGS 2.0, section 3.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lti_tool.claims import usable_name
from lti_tool.paging import is_same_host, read_pages, with_query
from lti_tool.platform import Platform
from lti_tool.service import Services
from web.http import Answer

LINE_ITEM_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
READ_SCOPE = f"{LINE_ITEM_SCOPE}.readonly"
LINE_ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
CONTAINER_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
MOST_PAGES = 50
_LONGEST = 2000


@dataclass(frozen=True)
class RemoteColumn:
    """A column as the LMS tells it; `url` is its id."""

    url: str
    label: str
    resource_id: str | None
    tag: str | None
    link_id: str | None


class LineItems:
    """The columns of courses. Safe to use from many threads.

    Every call raises what `Services.call` raises; those that read several columns, Unfinished too.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    def listed(
        self,
        platform: Platform,
        url: str,
        scope: str,
        begin_by: datetime | None = None,
        **filters: str,
    ) -> Iterator[RemoteColumn]:
        """Give the columns at a container's address.

        `filters` are resource_link_id, resource_id and tag. Some platforms ignore them, so look
        at what comes.
        """
        pages = read_pages(
            self._services,
            platform,
            scope,
            with_query(url, **filters),
            CONTAINER_TYPE,
            most=MOST_PAGES,
            begin_by=begin_by,
        )
        for page in pages:
            items = page.json()
            for item in items if isinstance(items, list) else []:
                column = read_column(item, url)
                if column is not None:
                    yield column

    def get(self, platform: Platform, url: str, scope: str = READ_SCOPE) -> Answer:
        """Ask for one column."""
        return self._services.call(platform, scope, "GET", url, {"Accept": LINE_ITEM_TYPE})

    def make(
        self,
        platform: Platform,
        url: str,
        fields: dict[str, Any],
        begin_by: datetime | None = None,
    ) -> Answer:
        """Make a column in a container."""
        return self._send("POST", platform, url, fields, begin_by)

    def change(self, platform: Platform, url: str, fields: dict[str, Any]) -> Answer:
        """Change one column; what `fields` leaves out may be lost."""
        return self._send("PUT", platform, url, fields, None)

    def _send(
        self,
        method: str,
        platform: Platform,
        url: str,
        fields: dict[str, Any],
        begin_by: datetime | None,
    ) -> Answer:
        headers = {"Content-Type": LINE_ITEM_TYPE, "Accept": LINE_ITEM_TYPE}
        return self._services.call(
            platform, LINE_ITEM_SCOPE, method, url, headers, fields, begin_by=begin_by
        )


def read_column(item: Any, container: str) -> RemoteColumn | None:
    """Return a column from what the LMS says, or None if that is none.

    Its id must be an address beside the container's: our token is sent there.
    """
    if not isinstance(item, dict):
        return None
    url = item.get("id")
    if not isinstance(url, str) or len(url) > _LONGEST or not is_same_host(url, container):
        return None
    if usable_name(url[:200]) is None or not url.isprintable():
        return None
    label = item.get("label")
    return RemoteColumn(
        url=url,
        label=label if isinstance(label, str) else "",
        resource_id=usable_name(item.get("resourceId")),
        tag=usable_name(item.get("tag")),
        link_id=usable_name(item.get("resourceLinkId")) or usable_name(item.get("ltiLinkId")),
    )
