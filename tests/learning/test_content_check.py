"""The check goes through all files, and asks for every file of a language that is complete."""

from cast.writer import SLUG, Writer

from learning.content_check import check_content, findings_in


def test_a_missing_translation_is_named(writer: Writer) -> None:
    writer.path(language="sv").unlink()
    told = writer.told()
    assert (f"sv/{SLUG}.md", 1, "write this file; it stands in en/ only") in told


def test_a_language_that_is_only_begun_is_looked_at_and_not_asked_for(writer: Writer) -> None:
    programme = writer.folder / "programme.yaml"
    text = programme.read_text("utf-8").replace("languages: [en, sv]\n", "")
    programme.write_text(text, "utf-8")
    writer.path(language="sv").unlink()
    line = writer.fill("promise", "Fråga i tid!", "guard-your-focus", "sv")
    report = check_content(writer.folder)
    assert report.findings == []
    assert [(one.file.stem, one.line) for one in report.later] == [("guard-your-focus", line)]
    (note,) = report.notes
    assert note.startswith("`sv` is begun: ")


def test_a_file_that_cannot_be_read_does_not_hide_the_others(writer: Writer) -> None:
    writer.path().write_text("---\ntitle: [\n---\n", "utf-8")
    line = writer.fill("promise", "Ask one person!", "guard-your-focus")
    files = {(file, number) for file, number, _ in writer.told()}
    assert {(f"en/{SLUG}.md", 3), ("en/guard-your-focus.md", line)} <= files


def test_another_id_in_a_translation_is_named(writer: Writer) -> None:
    writer.change("id: ", "id: another-", language="sv")
    assert any(
        file == f"sv/{SLUG}.md" and f"needs the same ids as in en/{SLUG}.md" in what
        for file, _, what in writer.told()
    )


def test_one_file_can_be_looked_at_alone(writer: Writer) -> None:
    line = writer.fill("promise", "Ask one person!")
    writer.fill("promise", "Ask one person!", "guard-your-focus")
    found = findings_in(writer.folder, writer.path(), "en")
    assert [(one.file, one.line) for one in found] == [(writer.path(), line)]
