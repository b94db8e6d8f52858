"""The line item service: a tool reads and makes gradebook columns (LTI AGS 2.0, section 3.2)."""

from typing import Any

from flask import Blueprint, Response, request

from practice_lms import addresses, media_types, scopes
from practice_lms.bearer import check_bearer
from practice_lms.gradebook import LineItem
from practice_lms.json_object import BadJson, number_in, read_object, text_in
from practice_lms.lms import this_lms
from practice_lms.paging import link_pages, page_of
from practice_lms.refusal import Refusal, answer

blueprint = Blueprint("line_items", __name__)
_FILTERS = ("resource_link_id", "resource_id", "tag")


@blueprint.get(addresses.LINE_ITEMS_ROUTE)
def list_line_items() -> Response:
    """Return the columns that pass the filters, in pages where a limit is given."""
    check_bearer(scopes.LINE_ITEM, scopes.LINE_ITEM_READ)
    addresses.check_query()
    media_types.check_accept(media_types.LINE_ITEMS)
    found = [column for column in this_lms().gradebook.columns() if _passes(column)]
    body = [_as_json(column) for column in page_of(found)]
    address = addresses.line_items(this_lms().settings.origin)
    return link_pages(media_types.answer(body, media_types.LINE_ITEMS), address, len(found))


@blueprint.post(addresses.LINE_ITEMS_ROUTE)
def make_line_item() -> Response:
    """Make a column of the tool's own."""
    check_bearer(scopes.LINE_ITEM)
    addresses.check_query()
    media_types.check_content_type(media_types.LINE_ITEM)
    message = read_object(request.get_data())
    column = this_lms().gradebook.add_column(**_fields(message), resource_link_id=_link_id(message))
    return media_types.answer(_as_json(column), media_types.LINE_ITEM, 201)


@blueprint.get(addresses.LINE_ITEM_ROUTE)
def show_line_item(number: int) -> Response:
    """Return one column."""
    check_bearer(scopes.LINE_ITEM, scopes.LINE_ITEM_READ)
    addresses.check_query()
    media_types.check_accept(media_types.LINE_ITEM)
    return media_types.answer(_as_json(this_lms().gradebook.column(number)), media_types.LINE_ITEM)


@blueprint.put(addresses.LINE_ITEM_ROUTE)
def change_line_item(number: int) -> Response:
    """Change a column's label, maximum, resource id and tag."""
    check_bearer(scopes.LINE_ITEM)
    addresses.check_query()
    media_types.check_content_type(media_types.LINE_ITEM)
    column = this_lms().gradebook.change_column(number, **_fields(read_object(request.get_data())))
    return media_types.answer(_as_json(column), media_types.LINE_ITEM)


@blueprint.delete(addresses.LINE_ITEM_ROUTE)
def delete_line_item(number: int) -> Response:
    """Remove a column that the tool made; one that came with a link stays (403)."""
    check_bearer(scopes.LINE_ITEM)
    addresses.check_query()
    gradebook = this_lms().gradebook
    if gradebook.column(number).resource_link_id is not None:
        raise Refusal(403, "This column belongs to a link of the course")
    gradebook.remove_column(number)
    return Response(status=204)


def _passes(column: LineItem) -> bool:
    return all(
        getattr(column, name) == request.args[name] for name in _FILTERS if request.args.get(name)
    )


def _as_json(column: LineItem) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": addresses.line_item(this_lms().settings.origin, column.number),
        "label": column.label,
        "scoreMaximum": _plain(column.score_maximum),
        "resourceId": column.resource_id,
        "tag": column.tag,
    }
    if column.resource_link_id is not None:
        body |= {"resourceLinkId": column.resource_link_id, "ltiLinkId": column.resource_link_id}
    return body


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _fields(message: dict[str, Any]) -> dict[str, Any]:
    label, maximum = text_in(message, "label"), number_in(message, "scoreMaximum")
    if not label:
        raise BadJson("label is missing.")
    if maximum is None or maximum <= 0:
        raise BadJson("scoreMaximum must be above 0.")
    return {
        "label": label,
        "score_maximum": maximum,
        "resource_id": text_in(message, "resourceId"),
        "tag": text_in(message, "tag"),
    }


def _link_id(message: dict[str, Any]) -> str | None:
    link_id = text_in(message, "resourceLinkId")
    if link_id and this_lms().links.with_id(link_id) is None:
        raise BadJson("resourceLinkId is no link of this course.")
    return link_id or None


@blueprint.errorhandler(BadJson)
def refuse(error: BadJson) -> Response:
    """Say what is wrong with a line item."""
    return answer(Refusal(400, f"Incorrect line item: {error}"))
