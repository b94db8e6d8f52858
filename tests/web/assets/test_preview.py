"""The preview in a browser: it follows each save."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cast.writer import Writer
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from baton.preview.app import create_preview


@pytest.fixture
def page(content_copy: Path, browser: Browser) -> Iterator[Page]:
    server = make_server("127.0.0.1", 0, create_preview(content_copy), threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
    server.shutdown()
    server.server_close()


def test_a_save_is_seen_without_a_click(page: Page, writer: Writer) -> None:
    page.goto("/en/ask-early/kit")
    heading = page.locator("h1")
    writer.fill("title", "Ask even earlier")
    expect(heading).to_have_text("Ask even earlier")
    writer.change("title:", "titel:")
    expect(heading).to_have_text("One thing to mend")
    expect(page.locator(".lead")).to_contain_text("en/ask-early.md, line")
    writer.change("titel:", "title:")
    expect(heading).to_have_text("Ask even earlier")


def test_what_was_chosen_stays_after_a_save(page: Page, writer: Writer) -> None:
    page.goto("/en/ask-early/try")
    page.locator("button.choice").first.click()
    chosen = page.locator(".is-chosen")
    chosen.wait_for()
    line = writer.text().splitlines().index("try:") + 1
    lines = writer.text().splitlines()
    lines[line] = '  question: "What now, would you say?"'
    writer.path().write_text("\n".join(lines) + "\n", "utf-8")
    expect(page.locator("#question")).to_have_text("What now, would you say?")
    expect(chosen).to_have_count(1)
