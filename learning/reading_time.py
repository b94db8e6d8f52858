"""How long one person needs for the seven parts of a module.

The words that one person reads at a calm pace, and a fixed time for each choice:

- look back: one plan
- recall: two cases, each with its three answers and one reply
- scene: one of the three
- tool: all of it, with both examples
- try: the question, its three answers, and the replies to two of them
- plan: all three, and the chosen one once more
- pass on: its line

Where a module offers more than one person reads, the average counts. The buttons and headings of
the pages are not counted.
"""

from collections.abc import Callable, Iterator, Sequence

from learning.content import Language
from learning.finding import Finding
from learning.passage import Passage

WORDS_A_MINUTE: dict[Language, int] = {"en": 175, "sv": 155}
"""The slow end of how most adults read English silently (175 to 300 words a minute, Brysbaert
2019), so that many will be faster. Swedish says the same in fewer and longer words."""
_USUAL_PACE = 155
"""For a language that is not in the table."""

CHOICES = 8
"""One looking back, two in recall, two in the try, two for the plan, one at the end."""
SECONDS_A_CHOICE = 15
"""Our assumption, to be replaced by what is measured with real people."""

WANTED = 320
LEEWAY = 60
"""Seconds: 5:20, give or take a minute."""


def reading_time(passages: Sequence[Passage], language: Language) -> int:
    """Return the seconds that one person needs."""
    pace = WORDS_A_MINUTE.get(language, _USUAL_PACE)
    return round(60 * words_read(passages) / pace) + CHOICES * SECONDS_A_CHOICE


def words_read(passages: Sequence[Passage]) -> float:
    """Return how many words one person reads in the seven parts."""

    def count(wanted: Callable[[Passage], bool]) -> int:
        return sum(len(passage.words) for passage in passages if wanted(passage))

    def asked(part: str, share: float, replies: float) -> float:
        questions = count(lambda p: p.place[0] == part and p.key != "reply") * share
        return questions + count(lambda p: p.place[0] == part and p.key == "reply") * replies

    plans = count(lambda p: p.place[0] == "plans")
    return (
        plans / 3
        + asked("recall", share=1 / 2, replies=1 / 2 / 3)
        + count(lambda p: str(p.place[0]).startswith("## Scene:")) / 3
        + count(lambda p: p.place[0] in ("tool", "## Tool", "## Good example", "## Poor example"))
        + asked("try", share=1, replies=2 / 3)
        + plans
        + plans / 3
        + count(lambda p: p.place[0] == "pass_on")
    )


def out_of_time(passages: Sequence[Passage], language: Language) -> Iterator[Finding]:
    """Yield a finding for a module that takes too long, or is over too soon."""
    seconds = reading_time(passages, language)
    if abs(seconds - WANTED) > LEEWAY:
        advice = "shorten it" if seconds > WANTED else "there is room for more"
        wanted = f"{minutes(WANTED)} ± {minutes(LEEWAY)}"
        what = f"the seven parts take {minutes(seconds)}, and should take {wanted}; {advice}"
        yield Finding(passages[0].file, 1, what)


def minutes(seconds: int) -> str:
    """Return seconds as `5:20`."""
    return f"{seconds // 60}:{seconds % 60:02}"
