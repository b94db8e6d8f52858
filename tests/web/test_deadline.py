"""A call's deadline: it holds whatever a server does to keep a thread of ours.

Each server here would go on for 20 seconds or more and then give a good answer, so that without
the deadline the call would succeed and the test fail.
"""

import socket
import threading
from collections.abc import Iterator

import pytest
from doubles.raw_server import ANSWER, Speak, drips, raw_server, says, says_nothing
from pytest_httpserver import HTTPServer

from web import http
from web.deadline import Deadline
from web.http import Unreachable, call

WORD = b"A"
SIZE = b"Content-Length: 401\r\n\r\n"


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Calls may take half a second in all; each single wait would be allowed to go on."""
    monkeypatch.setattr(http, "TOTAL", 0.5)
    return None


def ask(port: int, scheme: str = "http") -> http.Answer:
    return call("GET", f"{scheme}://127.0.0.1:{port}/", allow_http=True)


SLOW: dict[str, Speak] = {
    "never answers": says_nothing,
    "drips the status line": drips(b"", b"HTTP/1.1 200 OK "[:1], 0.05),
    "drips a header": drips(b"HTTP/1.1 200 OK\r\nX-Slow: ", WORD, 0.05),
    "drips headers": drips(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", 0.3, 60),
    "drips a body of known size": drips(ANSWER + SIZE, WORD, 0.05, 401),
    "drips a body until it hangs up": drips(ANSWER + b"Connection: close\r\n\r\n", WORD, 0.05),
    "drips a body in chunks": drips(
        ANSWER + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nA\r\n", 0.05
    ),
    "stops in the middle": drips(ANSWER + SIZE, b"", 1, 60),
    "drips one interim answer after another": drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_slow_server_is_left(soon: None, name: str) -> None:
    with raw_server(SLOW[name]) as server, pytest.raises(Unreachable, match="took too long"):
        ask(server.port)


@pytest.mark.parametrize(
    "speak",
    [
        says_nothing,
        # The head of a TLS record of 16 KB, of which one byte comes now and then.
        drips(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03", b"\x00", 0.05),
    ],
    ids=["never answers", "drips"],
)
def test_a_slow_handshake_is_left(soon: None, speak: Speak) -> None:
    with raw_server(speak) as server, pytest.raises(Unreachable, match="took too long"):
        ask(server.port, "https")


def test_the_line_is_cut_at_the_other_end_too(soon: None) -> None:
    with raw_server(SLOW["drips a header"]) as server:
        with pytest.raises(Unreachable):
            ask(server.port)
        assert server.hung_up.wait(10)


def test_a_line_that_is_kept_is_watched_again(monkeypatch: pytest.MonkeyPatch, soon: None) -> None:
    """The second call goes over the line of the first."""

    def speak(line: socket.socket, over: threading.Event) -> None:
        line.recv(65536)
        line.sendall(ANSWER + b"Content-Length: 2\r\n\r\n[]")
        drips(ANSWER, WORD, 0.05)(line, over)

    with raw_server(speak) as server:
        assert ask(server.port).json() == []
        with pytest.raises(Unreachable, match="took too long"):
            ask(server.port)
        assert server.callers == 1


def test_after_a_cut_the_next_call_works(soon: None, httpserver: HTTPServer) -> None:
    with raw_server(says_nothing) as server, pytest.raises(Unreachable):
        ask(server.port)
    httpserver.expect_request("/").respond_with_json([1])
    assert call("GET", httpserver.url_for("/"), allow_http=True).json() == [1]


def test_threads_do_not_cut_each_others_lines(soon: None) -> None:
    """A slow platform must not cost the grades of another."""
    good = says(ANSWER + b"Connection: close\r\nContent-Length: 2\r\n\r\n[]")
    answers: list[object] = []
    with raw_server(says_nothing) as slow, raw_server(good) as fast:

        def ask_slow() -> None:
            with pytest.raises(Unreachable, match="took too long"):
                ask(slow.port)
            answers.append("cut")

        def ask_fast() -> None:
            answers.extend(ask(fast.port).json() for _n in range(20))

        threads = [threading.Thread(target=work) for work in (ask_slow, ask_fast, ask_slow)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers.count([]) == 20
    assert answers.count("cut") == 2


def test_no_handle_is_left_open() -> None:
    one, other = socket.socketpair()
    with one, other:
        with Deadline(60) as deadline:
            deadline.watch(one)
            handles = list(deadline._lines)
        assert [handle.fileno() for handle in handles] == [-1]
        assert not deadline.has_passed
        one.sendall(b"still open")
        assert other.recv(20) == b"still open"


def test_a_line_that_comes_too_late_is_cut_at_once() -> None:
    one, other = socket.socketpair()
    passed = threading.Event()
    with one, other, Deadline(0.01) as deadline:
        while not deadline.has_passed:
            passed.wait(0.01)
        deadline.watch(one)
        assert other.recv(20) == b""
