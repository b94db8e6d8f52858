"""How long each text may be, in words. `content/README.md` gives the same limits to writers."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from learning.finding import Finding
from learning.passage import Passage

LIMITS = {
    "promise": 16,
    "tool": 6,
    "warm_up.question": 40,
    "warm_up.options.text": 20,
    "warm_up.options.reply": 40,
    "recall.question": 40,
    "recall.options.text": 20,
    "recall.options.reply": 40,
    "try.question": 40,
    "try.options.text": 20,
    "try.options.reply": 45,
    "plans.cue": 12,
    "plans.action": 14,
    "plans.with": 8,
    "pass_on": 30,
    "huddle.why": 40,
    "huddle.case": 60,
    "huddle.team_plan": 30,
    "huddle.lines": 20,
    "huddle.traps": 40,
    "leader.do": 60,
    "leader.avoid": 40,
    "leader.not_now.say": 35,
    "leader.not_now.lift": 25,
    "pulse.text": 20,
    "sources.note": 50,
    "## Scene: office": 60,
    "## Scene: frontline": 60,
    "## Scene: remote": 60,
    "## Tool": 120,
    "## Good example": 40,
    "## Poor example": 40,
    "## Shift board": 60,
    "## Chaos week": 60,
    "habit": 15,
}
"""By the names that lead to a text; all paragraphs under a heading count together."""


def too_long(passages: Sequence[Passage]) -> Iterator[Finding]:
    """Yield the texts that are longer than their limit."""
    for place, group in groupby(passages, key=lambda passage: passage.place):
        together = list(group)
        name = ".".join(step for step in place if isinstance(step, str))
        count = sum(len(passage.words) for passage in together)
        if name in LIMITS and count > LIMITS[name]:
            what = f"`{name}` has {count} words; shorten it to {LIMITS[name]}"
            yield together[0].finding(what)
