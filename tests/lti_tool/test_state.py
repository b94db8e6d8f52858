"""State: made by us, young, of this browser, and good once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from lti_tool.state import LIFE, is_bound, new_state, read_state
from web.keyring import Keyring

EXPIRED = "This link has expired. Open it again from your course."
NOT_YOURS = "This browser did not let Baton check that the sign-in is yours."


@pytest.mark.parametrize(
    "state",
    [
        None,
        "",
        "made-up",
        "state-abc.1700000000.1.c2lnbmF0dXJl",
        "state-a.b.c.d.e",
        "ü" * 50,
        "a\x00b.c",
        "x" * 100_000,
        ".",
        "....",
    ],
)
def test_a_state_that_we_did_not_make_is_refused(
    house: Any, refused: Any, state: str | None
) -> None:
    client, lms = house.browser(), house.lms
    asked = lms.begin(client)
    token = lms.sign(lms.claims(nonce=asked["nonce"]))
    refused(lms.post(client, state, token), 400, EXPIRED, token)


def test_a_state_that_was_touched_is_refused(house: Any, refused: Any) -> None:
    client, lms = house.browser(), house.lms
    asked = lms.begin(client)
    random, issued, platform, signature = asked["state"].rsplit(".", 3)
    later = f"{random}.{int(issued) + 500}.{platform}.{signature}"
    answer = lms.post(client, later, lms.sign(lms.claims(nonce=asked["nonce"])))
    refused(answer, 400, EXPIRED, asked["nonce"])


def test_a_sign_in_may_take_ten_minutes_and_no_longer(house: Any, refused: Any) -> None:
    lms, client = house.lms, house.browser()
    start = datetime.now(UTC)
    with time_machine.travel(start, tick=False) as traveller:
        in_time, too_late = lms.begin(client), lms.begin(client)
        traveller.move_to(start + timedelta(seconds=LIFE - 1))
        answer = lms.post(client, in_time["state"], lms.sign(lms.claims(nonce=in_time["nonce"])))
        assert answer.status_code == 200
        traveller.move_to(start + timedelta(seconds=LIFE + 1))
        token = lms.sign(lms.claims(nonce=too_late["nonce"]))
        refused(lms.post(client, too_late["state"], token), 400, EXPIRED, token)


def test_an_attackers_state_is_of_no_use_in_a_victims_browser(house: Any, refused: Any) -> None:
    """Login CSRF: Chidi makes Dana's browser post his launch, to make her work as him."""
    chidi, dana, lms = house.browser(), house.browser(), house.lms
    his = lms.begin(chidi)
    token = lms.sign(lms.claims("chidi", nonce=his["nonce"]))
    before = house.written()
    refused(lms.post(dana, his["state"], token), 400, NOT_YOURS, token, his["state"])
    hers = lms.begin(dana)
    refused(lms.post(dana, his["state"], token), 400, NOT_YOURS, token, his["state"])
    dana.set_cookie(cookie_of(house, his["state"]).name, cookie_of(house, hers["state"]).value)
    refused(lms.post(dana, his["state"], token), 400, NOT_YOURS, token, his["state"])
    assert house.written() == before
    assert lms.post(chidi, his["state"], token).status_code == 200


class Cookie:
    def __init__(self, name: str, value: str) -> None:
        self.name, self.value = name, value


def cookie_of(house: Any, token: str) -> Cookie:
    state = read_state(house.product.keyring, token)
    assert state
    return Cookie(state.cookie_name, state.cookie_value)


@pytest.mark.parametrize("value", ["", "x", "ÿ", "a" * 4000, '"quoted"'])
def test_a_cookie_that_is_made_up_binds_nothing(house: Any, refused: Any, value: str) -> None:
    lms, client = house.lms, house.browser()
    his = lms.begin(house.browser())
    client.set_cookie(cookie_of(house, his["state"]).name, value)
    token = lms.sign(lms.claims(nonce=his["nonce"]))
    refused(lms.post(client, his["state"], token), 400, NOT_YOURS, token)


def test_several_logins_in_one_browser_do_not_disturb_each_other(house: Any) -> None:
    lms, client = house.lms, house.browser()
    tabs = [lms.begin(client) for _n in range(3)]
    for asked in reversed(tabs):
        token = lms.sign(lms.claims(nonce=asked["nonce"]))
        assert lms.post(client, asked["state"], token).status_code == 200


def test_a_refused_message_leaves_the_login_to_its_owner(house: Any, refused: Any) -> None:
    """Nobody can spoil a login by posting rubbish with its state, nor get in with it later."""
    lms, client = house.lms, house.browser()
    asked = lms.begin(client)
    refused(lms.post(client, asked["state"], "a.b.c"), 401, "could not verify")
    token = lms.sign(lms.claims(nonce=asked["nonce"]))
    assert lms.post(client, asked["state"], token).status_code == 200


def test_state_and_token_are_good_once(house: Any, refused: Any) -> None:
    lms, client = house.lms, house.browser()
    asked = lms.begin(client)
    token = lms.sign(lms.claims(nonce=asked["nonce"]))
    assert lms.post(client, asked["state"], token).status_code == 200
    before = house.written()
    again = lms.post(client, asked["state"], token)
    refused(again, 400, "Open it again from your course.", token, asked["state"], asked["nonce"])
    fresh = lms.sign(lms.claims("amira", nonce=asked["nonce"]))
    answer = lms.post(client, asked["state"], fresh)
    refused(answer, 400, "Open it again from your course.", fresh)
    assert house.written() == before


def test_a_state_survives_a_new_secret() -> None:
    """Logins that are under way while the operator puts a new secret in front go on."""
    old, both = Keyring(["o" * 32]), Keyring(["n" * 32, "o" * 32])
    state = new_state(old, platform_id=7)
    read = read_state(both, state.token)
    assert read
    assert read.platform_id == 7
    assert is_bound(both, read, state.cookie_value)
    assert read_state(Keyring(["n" * 32]), state.token) is None


def test_the_nonce_survives_a_new_secret() -> None:
    old, both = Keyring(["o" * 32]), Keyring(["n" * 32, "o" * 32])
    state = new_state(old, platform_id=7)
    read = read_state(both, state.token)
    assert read
    assert read.nonce == state.nonce
