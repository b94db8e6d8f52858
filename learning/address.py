"""How a Swedish module speaks to its reader: as "du", with a small letter."""

import re
from collections.abc import Iterator, Sequence

from learning.content import Language
from learning.finding import Finding
from learning.passage import Passage

_DU = re.compile(r"\b(?:du|dig|din|ditt|dina)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=[\w,;] )(?:Du|Dig|Din|Ditt|Dina|Ni|Er|Ert|Era|Eder)\b")


def wrong_address(passages: Sequence[Passage], language: Language) -> Iterator[Finding]:
    """Yield where a Swedish module is not on first-name terms with its reader."""
    if language != "sv":
        return
    for passage in passages:
        for capital in _CAPITAL.findall(passage.text):
            if passage.key != "name":
                yield passage.finding(f"write “{capital.lower()}” with a small letter")
    tool = [passage for passage in passages if passage.place[0] == "## Tool"]
    if tool and not any(_DU.search(passage.text) for passage in tool):
        yield tool[0].finding("speak to the reader as “du”")
