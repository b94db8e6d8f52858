"""Deep linking: who may add links, what a request must say, and what the answer says."""

import json
from typing import Any

import pytest
from doubles.deep_linking import DL, RETURN_URL, SETTINGS, Picking, asking, read_answer, sent_back
from doubles.lms import INSTRUCTOR, LEARNER, LTI
from sqlalchemy import delete, func, select, update

from lti_tool.claims import read_claims
from lti_tool.deep_linking import check_request
from lti_tool.picker import Picker
from lti_tool.platform import Deployment, Platform
from lti_tool.problems import BadMessage

UNSUPPORTED = "The message from your learning platform is unsupported or incomplete."
NOT_YOURS = "Only people who teach or design this course can add Baton to it."
NOT_A_LINK = "Your learning platform asks for something other than a link to Baton."
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
INSTITUTION = "http://purl.imsglobal.org/vocab/lis/v2/institution/person"
SYSTEM = "http://purl.imsglobal.org/vocab/lis/v2/system/person"


def ask(house: Any, **changes: Any) -> Any:
    return house.launch(**{**asking(), **changes})


def pick(house: Any, **settings: Any) -> Picking:
    client, lms = house.browser(), house.lms
    return Picking(client, lms.launch(client, **asking(**settings)))


def pickers(house: Any) -> int:
    with house.database.read() as session:
        return session.scalar(select(func.count()).select_from(Picker)) or 0


@pytest.mark.parametrize(
    "roles",
    [
        [INSTRUCTOR],
        ["Instructor"],
        [f"{MEMBERSHIP}#ContentDeveloper"],
        [f"{MEMBERSHIP}#Administrator"],
        [INSTRUCTOR, f"{MEMBERSHIP}/Instructor#TeachingAssistant"],
        [INSTRUCTOR, LEARNER],
        # Canvas: an administrator of the account who is not in the course.
        [f"{INSTITUTION}#Administrator", f"{SYSTEM}#User"],
        [f"{SYSTEM}#SysAdmin"],
    ],
)
def test_who_teaches_or_designs_the_course_may_add_to_it(house: Any, roles: list[str]) -> None:
    answer = ask(house, **{f"{LTI}roles": roles})
    assert answer.status_code == 200
    assert "Add Baton to your course" in answer.text


@pytest.mark.parametrize(
    "roles",
    [
        [],
        [LEARNER],
        ["Learner"],
        [f"{MEMBERSHIP}#Mentor"],
        [f"{MEMBERSHIP}/Instructor#TeachingAssistant"],
        [LEARNER, f"{INSTITUTION}#Administrator"],
        [f"{INSTITUTION}#Instructor"],
        [f"{INSTITUTION}#Faculty", LEARNER],
    ],
)
def test_a_learner_may_not(house: Any, refused: Any, roles: list[str]) -> None:
    before = pickers(house), house.written()
    refused(ask(house, **{f"{LTI}roles": roles}), 403, NOT_YOURS)
    assert (pickers(house), house.written()) == before


def test_nothing_of_the_person_is_kept(house: Any) -> None:
    before = house.written()
    pick(house)
    assert house.written() == before


@pytest.mark.parametrize(
    "types", [[], ["link"], ["html", "file", "image"], ["LtiResourceLink"], ["ltiAssetProcessor"]]
)
def test_a_platform_that_takes_no_such_link_is_told_so(
    house: Any, refused: Any, types: list[str]
) -> None:
    refused(house.launch(**asking(accept_types=types)), 400, NOT_A_LINK)


@pytest.mark.parametrize("targets", [[], ["embed"], ["none"]])
def test_so_is_one_that_shows_links_where_baton_cannot_be(
    house: Any, refused: Any, targets: list[str]
) -> None:
    answer = house.launch(**asking(accept_presentation_document_targets=targets))
    refused(answer, 400, NOT_A_LINK)


@pytest.mark.parametrize(
    "changes",
    [
        {"deep_link_return_url": None},
        {"deep_link_return_url": "javascript:alert(1)"},
        {"deep_link_return_url": "/deep-link"},
        {"deep_link_return_url": "https://lms.example;evil/"},
        {"deep_link_return_url": "https://"},
        {"deep_link_return_url": 7},
        {"deep_link_return_url": "https://lms.example/" + "x" * 3000},
        {"accept_types": None},
        {"accept_types": "ltiResourceLink"},
        {"accept_types": [{"type": "ltiResourceLink"}]},
        {"accept_presentation_document_targets": None},
        {"accept_multiple": "perhaps"},
        {"accept_lineitem": [True]},
        {"data": {"a": 1}},
        {"data": "x" * 40_000},
        {"data": "a\x00b"},
    ],
)
def test_settings_of_the_wrong_kind_are_refused(
    house: Any, refused: Any, changes: dict[str, Any]
) -> None:
    refused(house.launch(**asking(**changes)), 400, UNSUPPORTED)


@pytest.mark.parametrize("settings", [None, {}, [], "x", 7])
def test_so_are_settings_that_are_none(house: Any, refused: Any, settings: Any) -> None:
    refused(ask(house, **{SETTINGS: settings}), 400, UNSUPPORTED)


def test_an_answer_goes_over_https_unless_http_was_allowed(house: Any) -> None:
    plain = {"deep_link_return_url": "http://lms.norrvik.example/deep-link"}
    claims = read_claims({**house.lms.claims(), **asking(**plain), f"{LTI}resource_link": None})
    assert check_request(claims, Platform(allow_http=True))
    with pytest.raises(BadMessage):
        check_request(claims, Platform(allow_http=False))


def test_a_deployment_that_waits_shows_that_it_waits(house: Any, refused: Any) -> None:
    answer = ask(house, **{f"{LTI}deployment_id": "new-one"})
    refused(answer, 403, "This installation of Baton is waiting to be approved.")
    with house.database.read() as session:
        noted = session.scalar(select(Deployment).where(Deployment.lti_id == "new-one"))
        assert noted
        assert noted.organisation_id is None
    with house.database.write() as session:
        session.execute(delete(Deployment).where(Deployment.lti_id == "new-one"))


def test_a_request_is_good_once(house: Any, refused: Any) -> None:
    client, lms = house.browser(), house.lms
    asked = lms.begin(client)
    token = lms.sign(lms.claims(nonce=asked["nonce"], **asking()))
    assert lms.post(client, asked["state"], token).status_code == 200
    refused(lms.post(client, asked["state"], token), 400, "Open it again from your course.", token)


def test_no_course_is_needed(house: Any) -> None:
    assert ask(house, **{f"{LTI}context": None}).status_code == 200


def test_the_answer_says_what_the_standard_asks_for(house: Any) -> None:
    picking = pick(house, data="opaque")
    claims = read_answer(picking.client, picking.choose("module:plans-that-fire"), house.lms)
    (item,) = claims.pop(f"{DL}content_items")
    assert claims.pop("exp") - claims.pop("iat") == 300
    assert len(claims.pop("nonce")) >= 20
    assert claims == {
        "iss": "baton-1",
        "aud": "https://lms.norrvik.example",
        f"{LTI}message_type": "LtiDeepLinkingResponse",
        f"{LTI}version": "1.3.0",
        f"{LTI}deployment_id": "dep-1",
        f"{DL}data": "opaque",
    }
    assert item == {
        "type": "ltiResourceLink",
        "title": "Plans that fire",
        "text": item["text"],
        "url": "http://localhost/lti/launch",
        "custom": {"module": "plans-that-fire"},
        "lineItem": {
            "label": "Plans that fire",
            "scoreMaximum": 100,
            "resourceId": "module:plans-that-fire",
            "tag": "baton",
        },
    }


def test_two_answers_have_two_nonces(house: Any) -> None:
    picking = pick(house)
    answers = [read_answer(picking.client, picking.choose("this-week"), house.lms) for _n in "ab"]
    assert answers[0]["nonce"] != answers[1]["nonce"]


@pytest.mark.parametrize(
    "data", ["", "a b+c%20&=;#", "Åsa ✓ 日本", '{"x":"</script>"}', "e.y.J" * 4000, " \n\t"]
)
def test_data_comes_back_as_it_was(house: Any, data: str) -> None:
    picking = pick(house, data=data)
    assert read_answer(picking.client, picking.choose("this-week"), house.lms)[f"{DL}data"] == data


def test_no_data_is_made_up(house: Any) -> None:
    picking = pick(house)
    claims = read_answer(picking.client, picking.choose("this-week"), house.lms)
    assert f"{DL}data" not in claims
    assert f"{DL}msg" not in claims


def test_blackboard_wants_the_tool_as_subject_too(house: Any) -> None:
    with house.database.write() as session:
        session.execute(update(Platform).values(family="blackboardlearn"))
    picking = pick(house)
    claims = read_answer(picking.client, picking.choose("this-week"), house.lms)
    with house.database.write() as session:
        session.execute(update(Platform).values(family=""))
    assert claims["sub"] == claims["iss"] == "baton-1"


def test_the_answer_goes_to_the_address_with_its_query_and_nowhere_else(house: Any) -> None:
    answer = pick(house).choose("this-week")
    assert sent_back(answer)[0] == RETURN_URL
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert "form-action https://lms.norrvik.example" in policy
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_address_cannot_break_out_of_the_page(house: Any) -> None:
    odd = "https://lms.norrvik.example/x?a=\"><script>alert(1)</script>&b='"
    answer = pick(house, deep_link_return_url=odd).choose("this-week")
    assert "<script>alert" not in answer.text
    assert sent_back(answer)[0] == odd


def test_only_the_answer_may_post_elsewhere(house: Any) -> None:
    picking = pick(house)
    for page in (picking.page, picking.reload(), picking.choose()):
        assert "form-action 'self'" in page.headers["Content-Security-Policy"]


def test_adding_nothing_sends_an_empty_answer(house: Any) -> None:
    picking = pick(house, data="opaque")
    claims = read_answer(picking.client, picking.choose("this-week", cancel="1"), house.lms)
    assert claims[f"{DL}content_items"] == []
    assert claims[f"{DL}msg"] == "Nothing was added."
    assert claims[f"{DL}data"] == "opaque"


def test_a_recorded_request_of_a_moodle_is_understood(house: Any) -> None:
    """What a Moodle 4.5 sends; its own address is plain http, which was allowed here."""
    recorded = {
        f"{LTI}roles": [INSTRUCTOR],
        f"{LTI}context": {"id": "2", "label": "LEAD", "title": "Leadership"},
        f"{LTI}tool_platform": {"product_family_code": "moodle", "name": "LTIMoodle"},
        f"{LTI}custom": {"user_lang": "Tara", "ctx_start": "2026-11-22T22:33:56+00:00"},
        SETTINGS: json.loads(
            """{"accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["frame", "iframe", "window"],
            "accept_copy_advice": false, "accept_multiple": true, "accept_unsigned": false,
            "auto_create": false, "can_confirm": false,
            "deep_link_return_url":
            "http://127.0.0.1:8800/mod/lti/contentitem_return.php?course=2&id=2&sesskey=eLsSAPL3HI",
            "title": "Throwaway tool", "text": ""}"""
        ),
    }
    client = house.browser()
    picking = Picking(client, house.lms.launch(client, **{**asking(), **recorded}))
    answer = picking.choose("each:self-leadership")
    assert sent_back(answer)[0].endswith("contentitem_return.php?course=2&id=2&sesskey=eLsSAPL3HI")
    items = read_answer(client, answer, house.lms)[f"{DL}content_items"]
    expected = house.product.catalogue.order.arcs[0].modules
    assert [item["custom"]["module"] for item in items] == list(expected)
    assert "tick themselves off" in picking.page.text
    with house.database.write() as session:
        session.execute(update(Platform).values(family=""))
