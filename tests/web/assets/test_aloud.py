"""Reading aloud: by the browser's own voice, in the page's language, until the reader leaves."""

from typing import Any

from playwright.sync_api import expect

FIRST = "lead-from-where-you-are"
VOICES = """languages => {
    window.heard = [];
    class Utterance { constructor(text) { this.text = text; } }
    const speechSynthesis = {
        getVoices: () => languages.map((lang) => ({ lang })),
        speak: (said) => heard.push(said),
        cancel: () => heard.push('silence'),
        addEventListener: () => {},
    };
    Object.defineProperty(window, 'speechSynthesis', { value: speechSynthesis });
    Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: Utterance });
}"""
"""A browser with these voices: the one of the tests has none, and no loudspeaker."""


def with_voices(site: Any, *languages: str) -> Any:
    device = site.device()
    device.add_init_script(f"({VOICES})({list(languages)})")
    return device


def test_where_there_is_no_voice_for_the_language_there_is_no_button(site: Any) -> None:
    for device in (site.device(), with_voices(site, "de-DE", "fr_FR")):
        page = device.new_page()
        page.goto(f"{site.url}/huddle/{FIRST}?language=sv")
        expect(page.locator(".kit-lines")).to_be_visible()
        expect(page.locator("[data-aloud]")).to_be_hidden()


def test_the_kit_is_read_in_its_language_and_falls_silent(site: Any) -> None:
    page = with_voices(site, "en-GB", "sv-SE").new_page()
    page.goto(f"{site.url}/huddle/{FIRST}?language=sv")
    page.locator("[data-aloud]").click()
    heard = page.evaluate("heard.filter((one) => one.text).map((one) => [one.lang, one.text])")
    assert heard[1] == ["sv-SE", page.locator("h1").inner_text()]
    assert {language for language, _text in heard} == {"sv-SE"}
    assert not any("QR" in text for _language, text in heard)
    page.locator("[data-aloud]").click()
    assert page.evaluate("heard.at(-1)") == "silence"


def test_the_scene_is_read_until_its_reader_goes_on(site: Any) -> None:
    ben = site.open("Ben", with_voices(site, "en-US"))
    ben.go_to_scene()
    ben.button("Read aloud").click()
    expect(ben.button("Stop reading")).to_be_visible()
    ben.go_on()
    assert ben.page.evaluate("heard.at(-1)") == "silence"
    expect(ben.button("Read aloud")).to_be_visible()
