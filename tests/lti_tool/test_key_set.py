"""Key sets: asked for when needed and no oftener, and not lost to an answer of no use."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from doubles.lms import Lms
from doubles.raw_server import ANSWER, drips, hangs_up, raw_server, says_nothing
from flask import Flask
from werkzeug.wrappers import Response

from lti_tool.launch import KEY_SETS
from lti_tool.platform import Platform
from web import http
from web.key_set import FRESH, PAUSE, KeySets, NoSuchKey

MUCH_LATER = FRESH + PAUSE + 1
SMALL = rsa.generate_private_key(public_exponent=65537, key_size=1024)
CURVE = ec.generate_private_key(ec.SECP256R1())


class Clock:
    """A clock that stands still until a test moves it."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lms() -> Iterator[Lms]:
    """A platform on its own: nothing here needs a database."""
    lms = Lms()
    yield lms
    lms.close()


@pytest.fixture
def sets(clock: Clock) -> KeySets:
    return KeySets(clock)


def platform_of(lms: Lms, jwks_url: str | None = None, *, allow_http: bool = True) -> Platform:
    """A registration as a launch has it; key sets read no more than this of it."""
    return Platform(name="Norrvik", jwks_url=jwks_url or f"{lms.url}/jwks", allow_http=allow_http)


def is_known(sets: KeySets, platform: Platform, kid: str) -> bool:
    try:
        sets.key(platform, kid)
    except NoSuchKey:
        return False
    return True


def answer(body: Any, status: int = 200) -> Response:
    text = body if isinstance(body, str) else json.dumps(body)
    return Response(text, status=status, content_type="application/json")


def test_a_set_is_asked_for_once_an_hour(lms: Lms, sets: KeySets, clock: Clock) -> None:
    platform = platform_of(lms)
    for _launch in range(5):
        assert is_known(sets, platform, lms.kid)
    assert lms.key_set_requests == 1
    clock.now += FRESH + 1
    for _launch in range(5):
        assert is_known(sets, platform, lms.kid)
    assert lms.key_set_requests == 2


def test_a_new_key_is_asked_for_at_once_but_unknown_ones_not_all_the_time(
    lms: Lms, sets: KeySets, clock: Clock
) -> None:
    platform = platform_of(lms)
    old = lms.kid
    assert is_known(sets, platform, old)
    clock.now += PAUSE + 1
    new = lms.new_key()
    assert is_known(sets, platform, new)
    assert is_known(sets, platform, old)
    assert lms.key_set_requests == 2
    for number in range(20):
        assert not is_known(sets, platform, f"made-up-{number}")
    assert lms.key_set_requests == 2
    clock.now += PAUSE + 1
    assert not is_known(sets, platform, "made-up")
    assert lms.key_set_requests == 3


def test_a_flood_of_unknown_keys_does_not_keep_a_real_one_out(
    lms: Lms, sets: KeySets, clock: Clock
) -> None:
    platform = platform_of(lms)
    assert not is_known(sets, platform, "made-up")
    new = lms.new_key()
    assert not is_known(sets, platform, new)
    clock.now += PAUSE + 1
    assert not is_known(sets, platform, "made-up-again")
    assert is_known(sets, platform, new)


def test_a_key_that_was_withdrawn_is_refused(lms: Lms, sets: KeySets, clock: Clock) -> None:
    platform = platform_of(lms)
    stolen = lms.kid
    assert is_known(sets, platform, stolen)
    del lms.keys[stolen]
    new = lms.new_key()
    clock.now += MUCH_LATER
    assert is_known(sets, platform, new)
    assert not is_known(sets, platform, stolen)


def useless(lms: Lms) -> dict[str, Response]:
    """Answers that hold no key which could be used."""
    key = lms.public_key(lms.kid)
    curve = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(CURVE.public_key()))
    small = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(SMALL.public_key()))
    private = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(lms.keys[lms.kid]))
    entries: dict[str, Any] = {
        "kid missing": {name: key[name] for name in key if name != "kid"},
        "kid is a number": key | {"kid": 7},
        "kid is a list": key | {"kid": [lms.kid]},
        "kty missing": {name: key[name] for name in key if name != "kty"},
        "kty is a list": key | {"kty": ["RSA"]},
        "n missing": {name: key[name] for name in key if name != "n"},
        "n is a number": key | {"n": 7},
        "n is a list": key | {"n": []},
        "n is empty": key | {"n": ""},
        "n is no base64": key | {"n": "ü&"},
        "n is even": key | {"n": "AAAA" * 100},
        "n is gigantic": key | {"n": "vvvv" * 20_000},
        "e is null": key | {"e": None},
        "e is one": key | {"e": "AQ"},
        "e is even": key | {"e": "Ag"},
        "for encryption": key | {"use": "enc"},
        "another algorithm": key | {"alg": "RS512"},
        "a secret": {"kty": "oct", "kid": lms.kid, "k": "c2VjcmV0", "alg": "RS256"},
        "elliptic": {**curve, "kid": lms.kid},
        "elliptic, called RSA": {**curve, "kid": lms.kid, "kty": "RSA"},
        "too small": {**small, "kid": lms.kid},
        "the private half": {**private, "kid": lms.kid},
        "a text": "key",
        "null": None,
        "a list": [key],
    }
    shapes: dict[str, Response] = {
        "503 with JSON": answer({"error": "busy"}, 503),
        "503 with keys": answer({"keys": [key]}, 503),
        "404": Response("nothing here", 404),
        "401": answer({"keys": [key]}, 401),
        "HTML": Response("<!doctype html><title>Sign in</title>", content_type="text/html"),
        "empty": Response(""),
        "cut short": answer('{"keys": [{"kty"'),
        "nested without end": answer("[" * 100_000),
        "not UTF-8": Response(b"\xff\xfe"),
        "a list": answer([key]),
        "null": answer("null"),
        "a number": answer("7"),
        "no keys": answer({}),
        "keys are null": answer({"keys": None}),
        "keys are an object": answer({"keys": {lms.kid: key}}),
        "keys are a text": answer({"keys": "key"}),
        "keys are empty": answer({"keys": []}),
        "huge": answer({"keys": [key], "more": "x" * http.LARGEST}),
        "redirect": Response(status=302, headers={"Location": f"{lms.url}/elsewhere"}),
    }
    return shapes | {name: answer({"keys": [entry]}) for name, entry in entries.items()}


def test_an_answer_of_no_use_loses_nothing_and_brings_nothing(
    lms: Lms, clock: Clock, log: Any
) -> None:
    """With an empty memory nobody gets in; with the keys of an hour ago everybody still does."""
    platform = platform_of(lms)
    for name, useless_answer in useless(lms).items():
        new, old = KeySets(clock), KeySets(clock)
        lms.key_set_answer = None
        assert is_known(old, platform, lms.kid)
        lms.key_set_answer = useless_answer
        asked = lms.key_set_requests
        assert not is_known(new, platform, lms.kid), name
        clock.now += MUCH_LATER
        assert is_known(old, platform, lms.kid), name
        assert lms.key_set_requests == asked + 2, name
        assert log.events[-1]["event"] == "key set"
        assert log.events[-1]["platform"] == "Norrvik"


def test_good_keys_are_taken_from_among_bad_ones(lms: Lms, sets: KeySets) -> None:
    key = lms.public_key(lms.kid)
    plain = {name: key[name] for name in ("kty", "n", "e", "kid")}  # as Open edX sends it
    entries = [None, 7, {}, {"kid": "x", "kty": "RSA"}, {**key, "kid": "b", "x": [1]}, plain]
    lms.key_set_answer = answer({"keys": entries, "more": 1})
    assert is_known(sets, platform_of(lms), lms.kid)
    assert is_known(sets, platform_of(lms), "b")
    assert not is_known(sets, platform_of(lms), "x")


def test_an_address_that_may_not_be_asked_is_not(lms: Lms, sets: KeySets) -> None:
    assert not is_known(sets, platform_of(lms, allow_http=False), lms.kid)
    private = platform_of(lms, f"https://127.0.0.1:{lms.url.rsplit(':', 1)[1]}/jwks")
    private.allow_http = False
    assert not is_known(sets, private, lms.kid)
    assert lms.key_set_requests == 0


@pytest.mark.parametrize(
    "speak",
    [says_nothing, hangs_up, drips(ANSWER + b"Content-Length: 400\r\n\r\n", b" ", 0.05)],
    ids=["never answers", "hangs up", "drips"],
)
def test_a_platform_that_is_slow_or_gone_loses_nothing(
    lms: Lms, sets: KeySets, clock: Clock, monkeypatch: pytest.MonkeyPatch, speak: Any
) -> None:
    monkeypatch.setattr(http, "TOTAL", 0.3)
    platform = platform_of(lms)
    assert is_known(sets, platform, lms.kid)
    clock.now += MUCH_LATER
    with raw_server(speak) as server:
        sets._sets[f"http://127.0.0.1:{server.port}/"] = sets._sets[platform.jwks_url]
        moved = platform_of(lms, f"http://127.0.0.1:{server.port}/")
        assert is_known(sets, moved, lms.kid)
        assert is_known(sets, moved, lms.kid)
        assert server.callers == 1


def test_nobody_who_has_the_key_waits_for_a_slow_platform(
    lms: Lms, sets: KeySets, clock: Clock
) -> None:
    platform = platform_of(lms)
    assert is_known(sets, platform, lms.kid)
    clock.now += MUCH_LATER
    asked, go_on = threading.Event(), threading.Event()

    def hold(_environ: Any, _start: Any) -> Any:
        asked.set()
        go_on.wait(30)
        return Response(status=503)(_environ, _start)

    lms.key_set_answer = hold
    slow = threading.Thread(target=is_known, args=(sets, platform, lms.kid))
    slow.start()
    assert asked.wait(30)
    assert is_known(sets, platform, lms.kid)  # would wait for ever behind the other
    go_on.set()
    slow.join()
    assert lms.key_set_requests == 2


def test_first_launches_that_meet_all_wait_for_the_one_answer(lms: Lms, sets: KeySets) -> None:
    known: list[bool] = []
    start = threading.Barrier(6)

    def launch() -> None:
        start.wait()
        known.append(is_known(sets, platform_of(lms), lms.kid))

    threads = [threading.Thread(target=launch) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert known == [True] * 6
    assert lms.key_set_requests == 1


def test_a_platform_may_change_its_key_between_two_launches(house: Any, clock: Clock) -> None:
    app: Flask = house.app
    app.extensions[KEY_SETS] = KeySets(clock)
    assert house.lms.launch(house.browser()).status_code == 200
    house.lms.new_key()
    clock.now += PAUSE + 1
    assert house.lms.launch(house.browser()).status_code == 200


def test_a_launch_while_the_keys_cannot_be_had_is_refused_politely(
    house: Any, clock: Clock, refused: Any
) -> None:
    house.app.extensions[KEY_SETS] = KeySets(clock)
    house.lms.key_set_answer = answer({"error": "busy"}, 503)
    refused(house.lms.launch(house.browser()), 401, "could not verify the message")
    house.lms.key_set_answer = None
    clock.now += PAUSE + 1
    assert house.lms.launch(house.browser()).status_code == 200
