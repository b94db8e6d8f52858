"""Whatever goes wrong: a sentence, the right status, nothing lost, and no word of it in a log."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import psycopg
import pytest
from cast.visitor import Visitor
from doubles.lms import Lms
from flask import Flask
from sqlalchemy import event, text
from structlog.testing import capture_logs

from learning.database import Database

FIRST = "lead-from-where-you-are"
SECRET = "Ben's very own words"
ODD = ["\x00", "x" * 100_000, "' OR 1=1 --", "{{ 7*7 }}", "\ud7ff\uffff", "-1", "../../etc", "%s%n"]


@contextmanager
def lost(database: Database) -> Iterator[None]:
    """Make the database really unreachable, for writing at least."""
    if database.is_sqlite:
        holder = sqlite3.connect(str(database.url.database), isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        event.listen(database.engine, "checkout", _wait_no_longer)
        yield
        event.remove(database.engine, "checkout", _wait_no_longer)
        database.dispose()
        holder.close()
        return
    name, admin = (
        database.url.database,
        database.url.set(database="postgres", drivername="postgresql"),
    )
    with psycopg.connect(admin.render_as_string(hide_password=False), autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        yield
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def _wait_no_longer(connection: sqlite3.Connection, *_pool: object) -> None:
    """Give up soon: how long one waits for a lock is not what is tested here."""
    connection.execute("PRAGMA busy_timeout = 20")


@contextmanager
def without_drafts(database: Database) -> Iterator[None]:
    """Break the database so that what is typed stands in the driver's error."""
    with database.write() as session:
        session.execute(text("ALTER TABLE draft RENAME TO not_here"))
    yield
    with database.write() as session:
        session.execute(text("ALTER TABLE not_here RENAME TO draft"))


def test_a_lost_database_loses_no_answer(opens: Any, database: Database) -> None:
    ben = opens("ben")
    ben.finish(until="plan")
    before = ben.text
    with lost(database):
        answer = ben.make_plan(cue="the shift ends")
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "Please try again in a minute" in ben.message
        assert ben.text == before, "what was typed is still on the screen"
    assert ben.make_plan(cue="the shift ends").status_code == 200
    assert "If the shift ends" in ben.text
    assert opens("ben").part == "pass-on"


def test_a_lost_database_keeps_a_launch_for_a_minute(
    app: Flask, lms: Lms, database: Database
) -> None:
    with lost(database):
        browser = app.test_client()
        asked = browser.post("/lti/login", data=lms.login_form())
        answer = lms.launch(browser) if asked.status_code == 302 else asked
        assert answer.status_code == 503
        assert "Please try again in a minute" in answer.text
        assert "Traceback" not in answer.text
    assert lms.launch(app.test_client()).status_code == 200


@pytest.mark.parametrize("shared_url", ["postgresql"], indirect=True)
def test_connections_that_were_cut_are_made_again(ben: Visitor, database: Database) -> None:
    admin = database.url.set(database="postgres", drivername="postgresql")
    with psycopg.connect(admin.render_as_string(hide_password=False), autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [database.url.database],
        )
    assert ben.get("programme").status_code == 200


@pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)
def test_a_page_that_can_be_read_is_shown_while_nothing_can_be_written(
    ben: Visitor, database: Database
) -> None:
    with database.write() as session:
        session.execute(text("UPDATE web_session SET seen_at = datetime(seen_at, '-5 minutes')"))
    with lost(database):
        assert ben.get("programme").status_code == 200


def test_a_fault_is_no_trace_and_has_a_number_to_read_out(ben: Visitor, database: Database) -> None:
    with without_drafts(database), capture_logs() as logs:
        answer = ben.post("drafts", {"module": FIRST, "cue": SECRET})
    assert answer.status_code == 503
    (entry,) = [log for log in logs if log["event"] == "database"]
    assert entry["log_level"] == "error"
    assert entry["reference"] in ben.message
    assert any(line.startswith("learning/draft.py:") for line in entry["where"])
    for word in ("Traceback", "draft.py", "sqlalchemy", "INSERT", SECRET):
        assert word not in answer.text


def test_logs_hold_no_word_that_somebody_wrote(opens: Any, lms: Lms, database: Database) -> None:
    with capture_logs() as logs:
        ben = opens("ben", name="Ben Olsson", email="ben@norrvik.example", **lms.grading())
        for part in ("recall", "try", "plan", "pass-on"):
            ben.finish(until=part)
            ben.post(f"modules/{FIRST}/{part}", dict.fromkeys(["case", "option", "choice"], SECRET))
            ben.post(f"modules/{FIRST}/plan", {"cue": SECRET * 30, "action": SECRET})
        ben.post("tickets", json={"path": SECRET})
        ben.get(f"modules/{SECRET}")
        ben.client.get(ben.url("programme"), query_string={"ticket": SECRET})
        with without_drafts(database):
            ben.post("drafts", {"module": FIRST, "cue": SECRET})
        ben.post("hand-over")
        ben.post("drafts", {"module": FIRST, "cue": SECRET})
    assert len(logs) >= 8
    written = repr(logs)
    for word in (SECRET, "own words", "Olsson", "ben@", ben.token, ben.public_id):
        assert word not in written


def test_htmx_gets_a_message_beside_what_one_is_doing(ben: Visitor) -> None:
    for answer in (
        ben.post(f"modules/{FIRST}/recall", {"case": "x"}),
        ben.get("modules/no-such-module"),
        ben.get("nothing/there"),
        ben.client.delete(ben.url("programme"), headers=ben.headers),
        ben.post("drafts", {"cue": "x" * 300_000}),
    ):
        assert answer.headers["HX-Retarget"] == "#message"
        assert answer.headers["HX-Reswap"] == "innerHTML"
        assert "<html" not in answer.text
        assert "HX-Push-Url" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "status", "sentence"),
    [
        ("GET", "/nothing/there", 404, "There is nothing at this address."),
        ("GET", "/s/", 404, "There is nothing at this address."),
        ("GET", "/s/%00/programme", 404, "There is nothing at this address."),
        ("GET", "/s/%01x/programme", 404, "There is nothing at this address."),
        ("DELETE", "/s/x/programme", 405, "This address is used in another way."),
        ("GET", "/s/x/hand-over", 405, "This address is used in another way."),
    ],
)
def test_a_page_for_each_wrong_turn(
    app: Flask, method: str, path: str, status: int, sentence: str
) -> None:
    answer = app.test_client().open(path, method=method)
    assert answer.status_code == status
    assert sentence in answer.text
    assert "<!doctype html>" in answer.text.lower()
    assert ("Allow" in answer.headers) == (status == HTTPStatus.METHOD_NOT_ALLOWED)


def test_more_text_than_baton_takes_at_once(ben: Visitor) -> None:
    ben.finish(until="plan")
    answer = ben.make_plan(cue="x" * 300_000)
    assert answer.status_code == 413
    assert "That was more text than Baton can take at once." in ben.message
    assert ben.make_plan().status_code == 200


def test_help_is_named_where_the_organisation_gives_a_contact(
    opens: Any, database: Database
) -> None:
    opens("ben")
    with database.write() as session:
        session.execute(text("UPDATE organisation SET help_contact = 'Eva, ext. 4711'"))
    assert "Eva, ext. 4711" in opens("ben").text


def test_no_route_falls_over_whatever_it_is_sent(app: Flask, ben: Visitor) -> None:
    seen = 0
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/s/") or rule.rule.endswith("/hand-over"):
            continue
        for odd in ODD:
            path = rule.rule.replace("<public_id>", ben.public_id)
            for name in ("slug", "part"):
                path = path.replace(f"<{name}>", odd.replace("/", "%2F")[:200])
            form = dict.fromkeys(
                ["case", "option", "outcome", "choice", "cue", "action", "with", "module", "done"],
                odd[:10_000],
            )
            for answer in (
                ben.client.get(path, headers=ben.headers, query_string={"case": odd[:100]}),
                ben.client.post(path, headers=ben.headers, data=form),
                ben.client.post(path, headers=ben.headers, json={"path": odd}),
                ben.client.post(path, headers=ben.headers, data=b"\xff\x00\xfe"),
                ben.client.get(path, query_string={"ticket": odd[:1000]}),
                ben.client.post(path, data=form),
            ):
                seen += 1
                assert answer.status_code < 500, (path, answer.status_code)
    assert seen > 300


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer \xff", "Bearer x y", "x" * 5000])
def test_an_odd_token(ben: Visitor, header: str) -> None:
    headers = {"Authorization": header, "HX-Request": "true"}
    answer = ben.client.post(ben.url("hand-over"), headers=headers)
    assert answer.status_code == 401
