"""A picker's session: its token can pick, for two hours, and nothing else."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from doubles.deep_linking import Picking, asking
from sqlalchemy import func, select

from lti_tool.picker import LIFE, Picker, forget_pickers

ENDED = "Nothing has been added to your course."


def pick(house: Any, **settings: Any) -> Picking:
    client = house.browser()
    return Picking(client, house.lms.launch(client, **asking(**settings)))


def test_it_survives_a_reload(house: Any) -> None:
    picking = pick(house)
    assert "Add Baton to your course" in picking.reload().text
    assert picking.choose("this-week").status_code == 200


def test_its_address_alone_shows_nothing(house: Any) -> None:
    shell = house.browser().get(pick(house).path)
    assert shell.status_code == 200
    assert "data-shell" in shell.text
    assert 'name="item"' not in shell.text


@pytest.mark.parametrize(
    "path", ["programme", "modules/plans-that-fire", "privacy", "my-team", "modules/ask-early/kit"]
)
def test_its_token_opens_no_page_of_a_visit(house: Any, path: str) -> None:
    picking = pick(house)
    headers = {"Authorization": f"Bearer {picking.token}"}
    address = f"/s/{picking.visit['id']}/{path}"
    assert picking.client.get(address, headers=headers).status_code == 401
    assert (
        picking.client.post(f"/s/{picking.visit['id']}/tickets", headers=headers).status_code == 401
    )


def test_a_visits_token_picks_nothing(house: Any, refused: Any) -> None:
    client = house.browser()
    page = house.lms.launch(client)
    found = re.search(r'id="session">(.*?)</script>', page.text, re.DOTALL)
    assert found
    visit = json.loads(found[1])
    form = {"token": visit["token"], "item": "this-week"}
    refused(client.post(f"/s/{visit['id']}/picker", data=form), 401, ENDED)


@pytest.mark.parametrize("token", ["", "x", "ÿ\x00"])
def test_a_token_that_is_made_up_opens_nothing(house: Any, refused: Any, token: str) -> None:
    picking = pick(house)
    answer = picking.client.post(picking.path, data={"token": token, "item": "this-week"})
    refused(answer, 401, ENDED)


def test_one_pickers_token_does_not_open_another(house: Any, refused: Any) -> None:
    mine, other = pick(house), pick(house)
    answer = mine.client.post(other.path, data={"token": mine.token, "item": "this-week"})
    refused(answer, 401, ENDED, mine.token)


def test_after_two_hours_it_says_kindly_that_it_has_ended(house: Any, refused: Any) -> None:
    start = datetime.now(UTC)
    with time_machine.travel(start, tick=False) as traveller:
        picking = pick(house)
        traveller.move_to(start + LIFE)
        assert picking.choose("this-week").status_code == 200
        traveller.move_to(start + LIFE + timedelta(seconds=1))
        refused(picking.choose("this-week"), 401, ENDED, picking.token)
        refused(picking.reload(), 401, ENDED, picking.token)


def test_those_that_have_ended_are_forgotten(house: Any) -> None:
    pick(house)
    with house.database.write() as session:
        forget_pickers(session, datetime.now(UTC))
        assert session.scalar(select(func.count()).select_from(Picker))
        forget_pickers(session, datetime.now(UTC) + LIFE + timedelta(minutes=1))
        assert session.scalar(select(func.count()).select_from(Picker)) == 0
