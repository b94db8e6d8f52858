"""The tool in the frame talks to the page around it."""

import json

import pytest
from playwright.sync_api import expect


@pytest.fixture
def open_tool(page, make_platform):
    """Opens the course as Ben and returns the frame with the tool in it."""

    def run(**settings):
        platform = make_platform(**settings)
        page.goto(platform.origin)
        page.get_by_role("button", name="Ben Okafor").click()
        expect(page.frame_locator("#tool").get_by_role("heading", name="The tool")).to_be_visible()
        return page.locator("#tool").element_handle().content_frame()

    return run


def ask(frame, message, target="*"):
    """Post a message to the page and return its answer, or None when nothing comes."""
    return frame.evaluate(
        """([message, target]) => new Promise((resolve) => {
          addEventListener("message", (event) => resolve(event.data), { once: true });
          parent.postMessage(message, target);
          setTimeout(() => resolve(null), 300);
        })""",
        [message, target],
    )


def move(page, frame, url):
    """Let the frame go to another page, as a link in it would, and return it."""
    frame.evaluate("(url) => { location.href = url; }", url)
    expect(page.frame_locator("#tool").get_by_text("Another page")).to_be_visible()
    return page.frame(url=url)


def height(page):
    return page.locator("#tool").bounding_box()["height"]


@pytest.mark.parametrize("as_text", [False, True])
def test_the_frame_grows_with_the_tool(page, open_tool, as_text):
    frame = open_tool()
    message = {"subject": "lti.frameResize", "height": 900, "message_id": "m"}
    answer = ask(frame, json.dumps(message) if as_text else message)
    assert answer == {"subject": "lti.frameResize.response", "message_id": "m"}
    assert height(page) == 900


def test_the_page_scrolls_to_the_tool_when_it_asks(page, open_tool):
    page.set_viewport_size({"width": 1280, "height": 400})
    frame = open_tool()
    ask(frame, {"subject": "lti.frameResize", "height": 3000, "message_id": "1"})
    page.evaluate("scrollTo(0, 2000)")
    ask(frame, {"subject": "lti.scrollToTop", "message_id": "2"})
    assert abs(page.locator("#tool").bounding_box()["y"]) < 2


@pytest.mark.parametrize(("wanted", "given"), [(10, 480), (10**9, 20_000)])
def test_the_frame_stays_within_reason(page, open_tool, wanted, given):
    ask(open_tool(), {"subject": "lti.frameResize", "height": wanted, "message_id": "m"})
    assert height(page) == given


@pytest.mark.parametrize("wanted", ["tall", None, -5, 0, "100vh"])
def test_a_height_is_a_number_of_pixels(page, open_tool, wanted):
    answer = ask(open_tool(), {"subject": "lti.frameResize", "height": wanted, "message_id": "m"})
    assert answer["error"]["code"] == "bad_request"
    assert height(page) == 480


@pytest.mark.parametrize("message", ["", "{", "lti.frameResize", 7, None, {"subject": "other"}])
def test_other_messages_are_left_alone(open_tool, message):
    assert ask(open_tool(), message) is None


def test_a_page_of_another_origin_is_not_heard(page, open_tool, tool):
    frame = open_tool(offers_storage=True)
    frame = move(page, frame, f"{tool.origin.replace('localhost', '127.0.0.1')}/stranger")
    assert ask(frame, {"subject": "lti.frameResize", "height": 900, "message_id": "m"}) is None
    assert ask(frame, {"subject": "lti.capabilities", "message_id": "m"}) is None
    assert height(page) == 480


def test_a_window_that_is_not_the_tools_frame_is_not_heard(page, open_tool, tool):
    frame = open_tool()
    frame.evaluate(
        """(url) => new Promise((resolve) => {
          const inner = document.createElement("iframe");
          inner.src = url;
          inner.onload = resolve;
          document.body.append(inner);
        })""",
        f"{tool.origin}/stranger",
    )
    answer = frame.child_frames[0].evaluate(
        """() => new Promise((resolve) => {
          addEventListener("message", (event) => resolve(event.data), { once: true });
          top.postMessage({ subject: "lti.frameResize", height: 900, message_id: "m" }, "*");
          setTimeout(() => resolve(null), 300);
        })"""
    )
    assert answer is None
    assert height(page) == 480


def test_an_lms_without_storage_does_not_answer(open_tool):
    frame = open_tool()
    assert ask(frame, {"subject": "lti.capabilities", "message_id": "m"}) is None
    put = {"subject": "lti.put_data", "key": "k", "value": "v", "message_id": "m"}
    assert ask(frame, put) is None


def test_an_lms_with_storage_says_so(open_tool):
    answer = ask(open_tool(offers_storage=True), {"subject": "lti.capabilities", "message_id": "m"})
    assert answer["subject"] == "lti.capabilities.response"
    assert answer["message_id"] == "m"
    subjects = {one["subject"]: one.get("frame") for one in answer["supported_messages"]}
    assert subjects == {
        "lti.capabilities": None,
        "lti.frameResize": None,
        "lti.scrollToTop": None,
        "lti.put_data": "_parent",
        "lti.get_data": "_parent",
    }


def test_what_the_tool_puts_in_it_can_get_out(open_tool):
    frame = open_tool(offers_storage=True)
    put = {"subject": "lti.put_data", "key": "state", "value": "s-1", "message_id": "1"}
    assert ask(frame, put) == {
        "subject": "lti.put_data.response",
        "message_id": "1",
        "key": "state",
        "value": "s-1",
    }
    get = {"subject": "lti.get_data", "key": "state", "message_id": "2"}
    assert ask(frame, get) == {
        "subject": "lti.get_data.response",
        "message_id": "2",
        "key": "state",
        "value": "s-1",
    }


def test_it_is_still_there_when_the_frame_has_moved_on(page, open_tool, tool):
    frame = open_tool(offers_storage=True)
    ask(frame, {"subject": "lti.put_data", "key": "state", "value": "s-1", "message_id": "1"})
    frame = move(page, frame, f"{tool.origin}/stranger")
    answer = ask(frame, {"subject": "lti.get_data", "key": "state", "message_id": "2"})
    assert answer["value"] == "s-1"


def test_it_can_be_taken_away(open_tool):
    frame = open_tool(offers_storage=True)
    ask(frame, {"subject": "lti.put_data", "key": "state", "value": "s-1", "message_id": "1"})
    ask(frame, {"subject": "lti.put_data", "key": "state", "value": None, "message_id": "2"})
    answer = ask(frame, {"subject": "lti.get_data", "key": "state", "message_id": "3"})
    assert answer.get("value") is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"key": ""}, "bad_request"),
        ({"key": 7}, "bad_request"),
        ({"key": None}, "bad_request"),
        ({"value": {"a": 1}}, "bad_request"),
        ({"value": "x" * 5000}, "storage_exhaustion"),
    ],
)
def test_what_cannot_be_kept_is_refused(open_tool, changes, code):
    put = {"subject": "lti.put_data", "key": "state", "value": "s-1", "message_id": "1"}
    answer = ask(open_tool(offers_storage=True), put | changes)
    assert answer["error"]["code"] == code


def test_another_origin_cannot_get_it(page, make_platform, tool):
    """Two origins of one tool: what the login's origin puts in, the launch's cannot read."""
    other = tool.origin.replace("localhost", "127.0.0.1")
    platform = make_platform(offers_storage=True, tool_login_url=f"{other}/lti/login")
    page.goto(platform.origin)
    page.get_by_role("button", name="Ben Okafor").click()
    expect(page.frame_locator("#tool").get_by_role("heading", name="The tool")).to_be_visible()
    frame = page.locator("#tool").element_handle().content_frame()
    ask(frame, {"subject": "lti.put_data", "key": "state", "value": "s-1", "message_id": "1"})
    frame = move(page, frame, f"{other}/stranger")
    answer = ask(frame, {"subject": "lti.get_data", "key": "state", "message_id": "2"})
    assert answer["subject"] == "lti.get_data.response"
    assert answer.get("value") is None
