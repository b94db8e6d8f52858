"""Part 2, recall: short cases from earlier weeks, or a guess when there are none yet."""

from flask import request
from werkzeug.datastructures import MultiDict

from learning.errors import Incomplete, NotFound
from learning.loop import Part
from learning.recall import AskedCase, RecallAnswer
from web.language import gettext as _
from web.visit import Visit

TEMPLATE = "parts/recall.html"


def context(visit: Visit) -> dict[str, object]:
    """Return the case on the screen, with its explained answer once it is given."""
    cases, given = _cases(visit), _given(visit)
    index = _index(cases, given)
    asked = cases[index]
    answer = given.get(asked.key)
    option = asked.question.option(answer.option) if answer else None
    best = asked.question.best.text
    return {
        "case": asked.question,
        "name": _name(asked),
        "answer": option and {**option.model_dump(), "option_id": option.id, "best_text": best},
        "index": index + 1,
        "count": len(cases),
        "is_warm_up": asked.is_warm_up,
        "path": f"{visit.path(Part.RECALL)}?case={index + 1}",
    }


def submit(visit: Visit, form: MultiDict[str, str]) -> Part | None:
    """Take an answer, or go on to the next case or part."""
    cases = _cases(visit)
    if form.get("done"):
        return _go_on(visit, cases)
    asked = next((case for case in cases if _name(case) == form.get("case")), None)
    if asked is None:
        raise NotFound(_("There is no such question here."))
    if not form.get("option"):
        raise Incomplete(_("Please choose one of the answers. A guess is fine."))
    loop = visit.open_loop()
    loop.answer_recall(asked, form["option"], visit.now.learning)
    _go_on(visit, cases)
    return Part.RECALL


def _go_on(visit: Visit, cases: list[AskedCase]) -> Part | None:
    """Finish the part if every case has its answer; return what comes next."""
    if _open_ones(cases, _given(visit)):
        return Part.RECALL
    visit.open_loop().finish(Part.RECALL, visit.now.learning)
    return visit.next_part


def _name(asked: AskedCase) -> str:
    return "/".join(asked.key)


def _open_ones(cases: list[AskedCase], given: dict[tuple[str, str], RecallAnswer]) -> list[int]:
    return [number for number, case in enumerate(cases) if case.key not in given]


def _cases(visit: Visit) -> list[AskedCase]:
    return visit.journey.cases(visit.slug, visit.now.learning, visit.page.language)


def _given(visit: Visit) -> dict[tuple[str, str], RecallAnswer]:
    return {answer.key: answer for answer in visit.loop.recall_answers} if visit.loop else {}


def _index(cases: list[AskedCase], given: dict[tuple[str, str], RecallAnswer]) -> int:
    """Return which case to show: the one just answered or asked for, else the first open one."""
    answered = request.form.get("case") if not request.form.get("done") else None
    for number, case in enumerate(cases):
        if _name(case) == answered or str(number + 1) == request.args.get("case"):
            return number
    open_ones = _open_ones(cases, given)
    return open_ones[0] if open_ones else len(cases) - 1
