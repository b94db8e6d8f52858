"""The result service: a tool reads the grades back (LTI AGS 2.0, section 3.3)."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from practice_lms import addresses, media_types, scopes
from practice_lms.bearer import check_bearer
from practice_lms.gradebook import Grade, LineItem
from practice_lms.lms import this_lms
from practice_lms.paging import link_pages, page_of

blueprint = Blueprint("results", __name__)


@blueprint.get(f"{addresses.LINE_ITEM_ROUTE}/results")
def list_results(number: int) -> Response:
    """Return the grades in one column, of everybody or of `user_id`; empty cells are left out."""
    check_bearer(scopes.RESULT_READ)
    addresses.check_query()
    media_types.check_accept(media_types.RESULTS)
    lms = this_lms()
    column = lms.gradebook.column(number)
    found = [
        _as_json(column, sub, grade)
        for (column_number, sub), grade in lms.gradebook.grades().items()
        if column_number == number
        and grade.score is not None
        and request.args.get("user_id", sub) == sub
    ]
    address = addresses.line_item(lms.settings.origin, number, "/results")
    answer = media_types.answer(list(page_of(found)), media_types.RESULTS)
    return link_pages(answer, address, len(found))


def _as_json(column: LineItem, sub: str, grade: Grade) -> dict[str, Any]:
    origin = this_lms().settings.origin
    results = addresses.line_item(origin, column.number, "/results")
    return {
        "id": f"{results}&{urlencode({'user_id': sub})}",
        "userId": sub,
        "resultScore": grade.score,
        "resultMaximum": column.score_maximum,
        "comment": grade.comment,
        "scoreOf": addresses.line_item(origin, column.number),
        "timestamp": grade.at.replace(microsecond=0).isoformat(),
    }
