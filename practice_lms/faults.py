"""Faults that a test puts into the LMS, to see what the tool makes of them.

They can be set from Python only, never over HTTP. Each names the part of the LMS that fails by
its blueprint: "scores" (the default), "results", "line_items", "roster", "tokens" or "keys".
"""

import random
import socket
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from flask import Flask, Response, request

PARTS = ("scores", "results", "line_items", "roster", "tokens", "keys")


class DeadLine(Response):
    """What stands for an answer where the connection is cut."""


@dataclass(frozen=True)
class _Answer:
    """An answer given in place of the real one; without a status, the line just goes dead."""

    status: int | None
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    after_work: bool = False

    def response(self) -> Response:
        if self.status is None:
            return DeadLine(_cut(request.environ.get("werkzeug.socket")))
        return Response(self.body, self.status, dict(self.headers))


class Faults:
    """The faults that wait to happen; every method may be called from any thread."""

    def __init__(self, hold_scores_seconds: float = 0.0) -> None:
        self._changed = threading.Condition()
        self._answers: dict[str, deque[_Answer]] = {part: deque() for part in PARTS}
        self._hold_seconds = dict.fromkeys(PARTS, 0.0)
        self._random_hold_seconds = hold_scores_seconds
        self._held = 0
        self._letting_go = 0

    def answer_with(
        self,
        status: int,
        body: str = "",
        headers: Mapping[str, str] | None = None,
        times: int = 1,
        *,
        at: str = "scores",
    ) -> None:
        """Answer the next requests like this, without doing what they ask."""
        self._line_up(_Answer(status, body, headers or {}), times, at)

    def drop(self, times: int = 1, *, stored: bool = False, at: str = "scores") -> None:
        """Cut the next requests off with no answer: undone, or done where `stored`."""
        self._line_up(_Answer(None, after_work=stored), times, at)

    def hold(self, seconds: float, *, at: str = "scores") -> None:
        """Do what is asked but hold every answer back so long, until `release` or `clear`."""
        with self._changed:
            if at not in PARTS:
                raise KeyError(at)
            self._hold_seconds[at] = seconds

    def wait_until_held(self, count: int = 1, timeout: float = 10.0) -> bool:
        """Wait until so many answers are being held back; False when `timeout` passes first."""
        with self._changed:
            return self._changed.wait_for(lambda: self._held >= count, timeout)

    def release(self) -> None:
        """Let every answer go that is being held back now."""
        with self._changed:
            self._letting_go += 1
            self._changed.notify_all()

    def clear(self) -> None:
        """Work without faults again; what is being held back is let go."""
        with self._changed:
            for answers in self._answers.values():
                answers.clear()
            self._hold_seconds = dict.fromkeys(PARTS, 0.0)
            self._random_hold_seconds = 0.0
        self.release()

    def _line_up(self, answer: _Answer, times: int, at: str) -> None:
        with self._changed:
            self._answers[at].extend([answer] * times)

    def take(self, part: str, *, after_work: bool) -> Response | None:
        """Return the fault that is due in this part at this moment, and count it as done."""
        with self._changed:
            answers = self._answers[part]
            if not answers or answers[0].after_work is not after_work:
                return None
            answer = answers.popleft()
        return answer.response()

    def hold_back(self, part: str) -> None:
        """Wait as long as answers of this part are to be held back."""
        with self._changed:
            seconds = self._hold_seconds[part]
            if part == "scores" and self._random_hold_seconds:
                seconds += random.uniform(0, self._random_hold_seconds)
            if not seconds:
                return
            turn = self._letting_go
            self._held += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._letting_go > turn, seconds)
            self._held -= 1


def _cut(connection: socket.socket | None) -> Iterator[bytes]:
    if connection is not None:
        with suppress(OSError):  # the tool may have hung up first
            connection.shutdown(socket.SHUT_RDWR)
    yield from ()
    raise ConnectionAbortedError("A fault that a test asked for.")


def install(app: Flask, faults: Faults) -> None:
    """Let the faults happen around every request of the parts that can fail."""

    @app.before_request
    def fail_instead() -> Response | None:
        part = request.blueprint
        return faults.take(part, after_work=False) if part in PARTS else None

    @app.after_request
    def fail_afterwards(response: Response) -> Response:
        part = request.blueprint
        if part not in PARTS:
            return response
        faults.hold_back(part)
        return faults.take(part, after_work=True) or response
