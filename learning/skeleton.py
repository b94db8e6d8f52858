"""The skeleton of a new module: everything that has to be written, named in its place.

In a further language, the ids and the best answers are those of the English file.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from learning.catalogue import PROSE, SCENES, build_module
from learning.content import Language, Module, Question
from learning.content_file import ContentFile
from learning.lengths import LIMITS
from learning.listing import FALLBACK
from learning.placeholder import placeholder

_BEST = (1, 0, 2, 1, 0, 2)
"""Where the best answers stand to begin with: evenly over the three places."""
_WEEKS = (1, 3, 8, 20)
_HINTS = {
    "Scene: office": "one moment that people know within two sentences",
    "Scene: frontline": "the same moment on a shift",
    "Scene: remote": "the same moment at home",
    "Tool": "one model, with a way out for someone with a bad boss",
    "Good example": "what somebody really says",
    "Poor example": "what most of us have said",
    "Shift board": "the tool, to print and hang up",
    "Chaos week": "what to do when there is only a minute",
}


class _Names:
    """The ids in the order in which they stand: the English file's, or ones to be replaced."""

    def __init__(self, english: Module | None) -> None:
        self._kept = iter(_ids(english)) if english else None
        self._numbers = count(1)

    def next(self) -> str:
        return next(self._kept) if self._kept else f"name-me-{next(self._numbers)}"


def module_skeleton(folder: Path, slug: str, language: Language) -> str:
    """Return the text of a new module's file.

    Raises ContentError if the module is to be written in a further language, and its English
    file is missing or cannot be used.
    """
    english = None
    if language != FALLBACK:
        english = build_module(ContentFile(folder / FALLBACK / f"{slug}.md"), FALLBACK)
    return "\n".join((*_front(english), *_sections())) + "\n"


def arc_skeleton() -> str:
    """Return the text of a new arc's file."""
    keys = (_line("title", "the topic"), _line("habit", "one habit that all its modules share"))
    return "\n".join(("---", *keys, "---", "", placeholder("a short introduction"), ""))


def _front(english: Module | None) -> Iterator[str]:
    names = _Names(english)
    best = _best(english)
    yield from ("---", _line("title", "the name people see"))
    yield _line("promise", "what one does this week, in one sentence")
    yield _line("tool", "the name of the model")
    yield from ("warm_up:", f"  id: {names.next()}")
    yield from _question("  ", "a guess about the topic", next(best), names)
    yield "recall:"
    for week in _WEEKS if english is None else [case.weeks for case in english.recall]:
        yield from (f"  - id: {names.next()}", f"    weeks: {week}")
        yield from _question("    ", "a new situation that asks for the same", next(best), names)
    yield "try:"
    yield from _question("  ", "what does one do in the scene", next(best), names)
    yield from _plans(english, names)
    yield _line("pass_on", "one line to say to a colleague")
    yield from _kit()
    yield from ("pulse:", f"  - id: {names.next()}")
    yield _line("text", "something that all of us could have seen in two weeks", "    ")
    yield from ("sources:", _line("name", "who, and which text", "  - "), "    year: 0")
    yield _line("note", "what it shows, and what it does not show", "    ")
    yield from ("---", "")


def _question(indent: str, about: str, best: int, names: _Names) -> Iterator[str]:
    yield _line("question", about, indent)
    yield f"{indent}options:"
    for place in range(3):
        reply = "what is good about it, and what happens next"
        yield f"{indent}  - id: {names.next()}"
        yield _line("text", "an answer that tempts", f"{indent}    ")
        yield _line("reply", reply, f"{indent}    ")
        yield f"{indent}    best: {str(place == best).lower()}"


def _plans(english: Module | None, names: _Names) -> Iterator[str]:
    helps = [plan.helps_leader for plan in english.plans] if english else [False, False, True]
    yield "plans:"
    for helps_leader in helps:
        yield f"  - id: {names.next()}"
        yield _line("cue", "a moment that comes every week, after “If”", "    ")
        yield _line("action", "what one does in under five minutes", "    ")
        yield _line("with", "with or towards whom", "    ")
        yield f"    helps_leader: {str(helps_leader).lower()}"


def _kit() -> Iterator[str]:
    yield "huddle:"
    yield _line("why", "why we talk about this today", "  ")
    yield _line("case", "what pairs do with a case of their own", "  ")
    yield _line("team_plan", "the plan we make together", "  ")
    yield from ("  lines:", *[f'    - "{placeholder("a line to say aloud")}"'] * 3)
    yield from ("  traps:", *[f'    - "{placeholder("what goes wrong, and what to say")}"'] * 2)
    yield "leader:"
    yield _line("do", "what the leader does first", "  ")
    yield _line("avoid", "the well-meant thing that would spoil it", "  ")
    yield "  not_now:"
    yield _line("say", "an answer to “we have no time”", "    ")
    yield _line("lift", "one load to lift first", "    ")


def _sections() -> Iterator[str]:
    for heading in (*SCENES, *PROSE):
        limit = LIMITS[f"## {heading}"]
        hint = f"{_HINTS[heading]}, at most {limit} words"
        yield from (f"## {heading}", "", placeholder(hint), "")


def _line(key: str, what: str, indent: str = "") -> str:
    return f'{indent}{key}: "{placeholder(what)}"'


def _best(english: Module | None) -> Iterator[int]:
    if english is None:
        return iter(_BEST)
    return iter([question.options.index(question.best) for question in english.questions])


def _ids(module: Module) -> Iterator[str]:
    yield from (module.warm_up.id, *_options(module.warm_up))
    for case in module.recall:
        yield from (case.id, *_options(case))
    yield from _options(module.try_)
    yield from (plan.id for plan in module.plans)
    yield from (item.id for item in module.pulse)


def _options(question: Question) -> Sequence[str]:
    return [option.id for option in question.options]
