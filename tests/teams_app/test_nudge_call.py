"""What Graph's answers mean for who was to be notified. The calls: `test_nudge_round`."""

from datetime import timedelta

import pytest

from learning.notice import NoticeKind
from teams_app.graph import Reply
from teams_app.nudge_call import PREVIEWS, Ending, read_reply
from web.language import say_in, spoken

LONGEST_PREVIEW = 150


@pytest.mark.parametrize(
    ("status", "for_one", "for_many"),
    [
        (204, Ending.SENT, Ending.SENT),
        (202, Ending.SENT, Ending.SENT),
        (400, Ending.REFUSED, Ending.ALONE),
        (401, Ending.NO_TOKEN, Ending.NO_TOKEN),
        (403, Ending.MISSING, Ending.ALONE),
        (404, Ending.GONE, Ending.ALONE),
        (408, Ending.LATER, Ending.LATER),
        (409, Ending.TWICE, Ending.ALONE),
        (412, Ending.REFUSED, Ending.ALONE),
        (429, Ending.SLOWER, Ending.SLOWER),
        (302, Ending.LATER, Ending.LATER),
        (500, Ending.LATER, Ending.LATER),
        (503, Ending.LATER, Ending.LATER),
    ],
)
def test_each_answer_has_its_meaning(status: int, for_one: Ending, for_many: Ending) -> None:
    assert read_reply(Reply(status, None), alone=True).ending is for_one
    assert read_reply(Reply(status, None), alone=False).ending is for_many


def test_the_reason_has_graphs_word_and_none_of_its_sentences() -> None:
    error = {"code": "Forbidden", "message": "Ben Okafor has not got the app."}
    told = read_reply(Reply(403, {"error": error}, timedelta(seconds=9)), alone=True)
    assert told.reason == "Graph: 403 Forbidden"


def test_for_how_long_to_wait_is_passed_on() -> None:
    nine = timedelta(seconds=9)
    assert read_reply(Reply(429, None, nine), alone=True).wait == nine
    assert read_reply(Reply(503, None, nine), alone=False).wait == nine


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_the_words_are_there_in_every_language_and_fit(kind: NoticeKind) -> None:
    said = {say_in(language, PREVIEWS[kind]) for language in spoken()}
    assert len(said) == len(spoken())
    assert all(0 < len(words) <= LONGEST_PREVIEW for words in said)
