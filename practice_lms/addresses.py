"""The addresses of the services: as routes, and as they travel in launches and answers."""

from flask import request

from practice_lms.course import CONTEXT_ID
from practice_lms.refusal import Refusal

LINE_ITEMS_ROUTE = f"/{CONTEXT_ID}/lineitems"
LINE_ITEM_ROUTE = f"{LINE_ITEMS_ROUTE}/<int:number>/lineitem"
MEMBERSHIPS_ROUTE = f"/{CONTEXT_ID}/memberships"
_TYPE_ID = "1"


def line_items(origin: str) -> str:
    """Return the address of the course's line items."""
    return f"{origin}{LINE_ITEMS_ROUTE}?type_id={_TYPE_ID}"


def line_item(origin: str, number: int, part: str = "") -> str:
    """Return the address of one line item, or of its "/results".

    It has a query, as Moodle's has, so that a tool must mind where it puts "/scores".
    """
    return f"{origin}{LINE_ITEMS_ROUTE}/{number}/lineitem{part}?type_id={_TYPE_ID}"


def memberships(origin: str) -> str:
    """Return the address of the course's roster."""
    return f"{origin}{MEMBERSHIPS_ROUTE}"


def check_query() -> None:
    """Raise a Refusal (404) where the tool lost the query of an address it was given."""
    if request.args.get("type_id") != _TYPE_ID:
        raise Refusal(404, "type_id is missing: use the address as it was given")
