"""Inside the LMS's frame: the LMS learns how high the page is."""

from typing import Any


def test_the_frame_is_as_high_as_the_page(site: Any) -> None:
    ben = site.open_framed("Ben")
    ben.go_to_plan()
    # The LMS draws the frame's border inside the height that it was told.
    ben.waits_until("document.documentElement.scrollHeight <= window.innerHeight + 2")


def test_the_message_says_a_height_and_nothing_else(site: Any) -> None:
    device = site.device()
    device.add_init_script(
        "window.heard = []; addEventListener('message', note); "
        "function note({ data }) { heard.push(data); }"
    )
    ben = site.open_framed("Ben", device)
    ben.go_to_scene()
    heard = ben.page.evaluate("heard")
    assert heard
    for message in heard:
        assert message.pop("height") > 0
        assert message == {"subject": "lti.frameResize"}
