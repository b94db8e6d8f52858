"""Inside the LMS's frame: the LMS learns how high the page is, and where a new screen begins."""

from typing import Any

import pytest

LISTEN = (
    "window.heard = []; addEventListener('message', note); "
    "function note({ data }) { heard.push(data); }"
)


def test_the_frame_is_as_high_as_the_page(site: Any) -> None:
    ben = site.open_framed("Ben")
    ben.go_to_plan()
    # The LMS draws the frame's border inside the height that it was told.
    ben.waits_until("document.documentElement.scrollHeight <= window.innerHeight + 2")


@pytest.mark.parametrize("width", [320, 1280])
def test_it_grows_and_shrinks_with_each_screen(site: Any, width: int) -> None:
    ben = site.open_framed("Ben", site.device(viewport={"width": width, "height": 640}))

    def heights() -> list[int]:
        ben.waits_until(
            "Math.abs(document.body.getBoundingClientRect().height - window.innerHeight) <= 3"
            " || window.innerHeight <= 480"
        )
        return [ben.page.locator("#tool").bounding_box()["height"]]

    seen = heights()
    ben.answer()
    seen += heights()
    ben.go_on()
    seen += heights()
    assert len(set(seen)) > 1


def test_the_messages_say_nothing_of_anybody(site: Any) -> None:
    device = site.device()
    device.add_init_script(LISTEN)
    ben = site.open_framed("Ben", device)
    ben.go_to_scene()
    heard = ben.page.evaluate("heard")
    heights = [one for one in heard if one["subject"] == "lti.frameResize"]
    assert heights
    for message in heights:
        assert message.pop("height") > 0
        assert message == {"subject": "lti.frameResize"}
    others = {(one["subject"], *sorted(one)) for one in heard if one not in heights}
    assert others == {("lti.capabilities", "message_id", "subject")}


@pytest.mark.parametrize("lms_settings", [{"offers_storage": True}])
def test_a_new_screen_begins_at_its_top_where_the_lms_can_scroll(site: Any) -> None:
    device = site.device(viewport={"width": 320, "height": 500})
    device.add_init_script(LISTEN)
    ben = site.open_framed("Ben", device)
    ben.answer()
    assert "lti.scrollToTop" not in [one["subject"] for one in ben.page.evaluate("heard")][:1]
    before = scrolls(ben)
    ben.go_on()
    assert scrolls(ben) == before + 1
    assert -2 < ben.page.locator("#tool").bounding_box()["y"] < 500


def test_elsewhere_it_is_not_asked_to(site: Any) -> None:
    device = site.device()
    device.add_init_script(LISTEN)
    ben = site.open_framed("Ben", device)
    ben.go_to_scene()
    assert scrolls(ben) == 0


def scrolls(visitor: Any) -> int:
    heard = visitor.page.evaluate("heard")
    return len([one for one in heard if one["subject"] == "lti.scrollToTop"])
