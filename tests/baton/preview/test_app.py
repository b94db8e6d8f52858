"""The preview reads the files anew each time, says what is wrong, and keeps nothing."""

import re

import pytest

from baton.preview.app import address, create_preview, version

SLUG = "ask-early"


def test_it_begins_with_all_modules(reader, catalogue):
    reader.get("/")
    links = reader.screen.xpath("//main//a/@href")
    assert set(links) == {f"/{language}/{slug}/start" for slug, language in catalogue.modules}


def test_a_change_is_seen_at_once(reader, writer):
    writer.fill("title", "Ask even earlier")
    assert reader.get(f"/en/{SLUG}/kit").title == "Ask even earlier"


def test_a_mistake_is_shown_with_file_and_line_until_it_is_mended(reader, writer):
    line = writer.change("promise:", "promsie:")
    reader.get(f"/en/{SLUG}/tool")
    assert f"en/{SLUG}.md, line " in reader.text
    writer.path().write_text(writer.text().replace("promsie:", "promise:"), "utf-8")
    assert reader.get(f"/en/{SLUG}/tool").title == "The 15-minute rule"
    writer.change("promise: ", "promise: [")
    reader.get(f"/en/{SLUG}/tool")
    assert re.search(rf"en/{SLUG}.md, line \d+", reader.text)
    assert line


def test_what_the_check_finds_stands_below(reader, writer):
    assert not reader.get(f"/en/{SLUG}/tool").screen.xpath("//*[@data-findings]")
    line = writer.fill("promise", "Leverage one person!")
    assert f"Line {line}: “Leverage” is jargon; write use" in reader.get(f"/en/{SLUG}/tool").text


def test_a_skeleton_can_be_looked_at(reader, baton, content_copy):
    baton("content", "new", "say-no", "--arc", "courage", BATON_CONTENT=str(content_copy))
    assert "[write: one model" in reader.get("/en/say-no/tool").text
    assert "[write: a short introduction]" in reader.get("/en/say-no/start").text


def test_each_language_is_a_click_away(reader, catalogue):
    for slug, language in catalogue.modules:
        others = {code for known, code in catalogue.modules if known == slug} - {language}
        reader.get(f"/{language}/{slug}/tool")
        assert set(reader.screen.xpath("//*[@data-preview]//a/@lang")) == others


@pytest.mark.parametrize(
    "path", ["/en/no-such/tool", f"/en/{SLUG}/party", f"/xx/{SLUG}/tool", "/en/..%2F..%2Fx/tool"]
)
def test_what_is_not_there(content_copy, path):
    client = create_preview(content_copy).test_client()
    assert client.get(path, base_url="http://127.0.0.1:8010").status_code == 404


def test_only_this_machine_is_answered(content_copy):
    client = create_preview(content_copy).test_client()
    assert client.get("/", base_url="http://evil.example:8010").status_code == 400


def test_nothing_is_stored_and_no_cookie_is_set(content_copy):
    client = create_preview(content_copy).test_client()
    before = {path: path.read_bytes() for path in content_copy.rglob("*") if path.is_file()}
    answer = client.get(f"/en/{SLUG}/plan", base_url="http://127.0.0.1:8010")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert before == {p: p.read_bytes() for p in content_copy.rglob("*") if p.is_file()}


def test_the_version_follows_each_save(content_copy, writer):
    first = version(content_copy)
    assert version(content_copy) == first
    writer.fill("title", "Ask even earlier")
    second = version(content_copy)
    assert second != first
    writer.path().unlink()
    assert version(content_copy) not in (first, second)


def test_where_to_look_first():
    assert address(8010, None, "en") == "http://127.0.0.1:8010/"
    assert address(8010, SLUG, "sv") == f"http://127.0.0.1:8010/sv/{SLUG}/start"
