"""The screens of the preview: what each shows, and where an answer leads."""

from datetime import date, timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

from flask_babel import format_date
from werkzeug.datastructures import MultiDict

from baton.preview.stand_in import FollowUp, StandIn
from learning.clock import monday_of
from learning.content import Question
from learning.follow_up import Outcome
from learning.score import COMPLETE
from web.kit import Kit

TEMPLATES = {
    "start": "preview/start.html",
    "check": "parts/check.html",
    "recall": "parts/recall.html",
    "scene": "parts/scene.html",
    "tool": "parts/tool.html",
    "try": "parts/try.html",
    "plan": "parts/plan.html",
    "pass-on": "parts/pass_on.html",
    "finished": "finished.html",
    "kit": "kit.html",
    "brief": "preview/brief.html",
}
"""By the last piece of the address; those of the parts are the product's own."""


def context(visit: StandIn) -> dict[str, object]:
    """Return what the screen's template needs beside the visit."""
    match visit.screen:
        case "check":
            return _check(visit)
        case "recall":
            return _recall(visit)
        case "scene":
            return _scene(visit)
        case "try":
            return _try(visit)
        case "plan":
            return _plan(visit)
        case "finished":
            opens = monday_of(date.today()) + timedelta(weeks=1)  # noqa: DTZ011 (only shown)
            return {"score": COMPLETE, "follow_up_opens": format_date(opens, "EEEE d MMMM")}
        case "kit":
            # The preview has no address for others; the code is as large as a real one.
            address = f"https://baton.example.org/huddle/{visit.module.slug}"
            return {"kit": Kit(visit.module, address, host_url="/", board_url="/")}
        case _:
            return {"choice": None}


def after(visit: StandIn, form: MultiDict[str, str]) -> str:
    """Return the address that follows on what was sent from a screen."""
    here = visit.url(visit.screen)
    match visit.screen:
        case "check" if "done" not in form:
            return f"{here}?{urlencode({'outcome': form.get('outcome', '')})}"
        case "recall" if "done" in form:
            return _after_case(visit)
        case "recall":
            number = _case_number(visit)
            return f"{here}?{urlencode({'case': number, 'option': form.get('option', '')})}"
        case "try" if "done" not in form:
            tried = [*visit.chosen.getlist("tried"), form.get("option", "")]
            return f"{here}?{urlencode([('tried', option) for option in tried])}"
        case "plan" if "done" not in form:
            words = {name: form.get(name, "") for name in ("choice", "cue", "action", "with")}
            return f"{here}?{urlencode(words)}"
        case _:
            return visit.next_url


def _check(visit: StandIn) -> dict[str, object]:
    outcome = visit.chosen.get("outcome", "")
    return {
        "plan": visit.module.plans[0],
        "plan_of": visit.module.slug,
        "plan_module": visit.module.title,
        "follow_up": FollowUp(outcome) if outcome in list(Outcome) else None,
    }


def _recall(visit: StandIn) -> dict[str, object]:
    number, questions = _case_number(visit), _cases(visit)
    question = questions[number - 1]
    option = question.option(visit.chosen.get("option", ""))
    shown = question.model_dump(include={"question", "options"})
    best = question.best.text
    return {
        "case": {"id": str(number), **shown},
        "answer": option and {**option.model_dump(), "option_id": option.id, "best_text": best},
        "index": number,
        "count": len(questions),
        "is_warm_up": number == 1,
    }


def _scene(visit: StandIn) -> dict[str, object]:
    scenes = visit.module.scenes
    wanted = visit.chosen.get("setting", "")
    setting = next((name for name in scenes if name == wanted), next(iter(scenes)))
    return {"scene": scenes[setting], "setting": setting}


def _try(visit: StandIn) -> dict[str, object]:
    question = visit.module.try_
    known = [question.option(option) for option in visit.chosen.getlist("tried")]
    tried = [option for option in known if option is not None]
    return {
        "question": question.question,
        "options": question.options,
        "tries": [(option, option.reply) for option in tried],
        "solved": any(option.best for option in tried),
    }


def _plan(visit: StandIn) -> dict[str, object]:
    words = {name: visit.chosen.get(name, "").strip() for name in ("cue", "action", "with")}
    choice = visit.chosen.get("choice")
    picked = next((plan for plan in visit.module.plans if plan.id == choice), None)
    is_own = bool(words["cue"] and words["action"])
    own = SimpleNamespace(
        cue=words["cue"],
        action=words["action"],
        with_=words["with"],
        suggestion=picked.id if picked else None,
    )
    return {"plan": own if is_own else picked, "draft": None}


def _cases(visit: StandIn) -> list[Question]:
    return [visit.module.warm_up, *visit.module.recall]


def _case_number(visit: StandIn) -> int:
    """Return which case is shown, from 1: the warm-up, and then the four of later weeks."""
    wanted = visit.chosen.get("case", "1")
    last = len(_cases(visit))
    return min(max(int(wanted), 1), last) if wanted.isdecimal() else 1


def _after_case(visit: StandIn) -> str:
    number = _case_number(visit)
    is_last = number == len(_cases(visit))
    return visit.next_url if is_last else f"{visit.url('recall')}?case={number + 1}"
