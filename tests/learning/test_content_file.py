"""Every kind of mistake stops with the file, the line, and what to write instead."""

from collections.abc import Callable
from pathlib import Path

import pytest

from learning.catalogue import read_catalogue, read_module
from learning.content import Module
from learning.errors import ContentError

SLUG = "ask-early"


@pytest.fixture
def module_file(content_copy: Path) -> Path:
    return content_copy / "en" / f"{SLUG}.md"


def line_of(path: Path, start: str) -> int:
    """The number of the first line that begins with `start`, spaces aside."""
    lines = path.read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, start=1) if line.strip().startswith(start))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"the content no longer has {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def refused(path: Path) -> ContentError:
    with pytest.raises(ContentError) as caught:
        read_module(path, "en")
    assert caught.value.file == path
    assert str(caught.value).startswith(f"{path}:{caught.value.line}: ")
    return caught.value


def front(path: Path) -> list[str]:
    return path.read_text("utf-8").split("---\n", 2)[1].splitlines()


def title(path: Path) -> str:
    return next(line for line in front(path) if line.startswith("title:"))


def warm_up_options(path: Path) -> list[str]:
    """The lines of each of the warm-up's three options."""
    text = path.read_text("utf-8").partition("warm_up:\n")[2].partition("recall:\n")[0]
    _before, *options = text.partition("options:\n")[2].split("    - id:")
    return [f"    - id:{option}" for option in options]


def test_a_missing_key_names_the_key(module_file: Path) -> None:
    change(module_file, title(module_file) + "\n", "")
    assert refused(module_file).what == "add `title`"


def test_a_missing_key_inside_an_entry_names_its_line(module_file: Path) -> None:
    where = line_of(module_file, "huddle:")
    why = next(line for line in front(module_file) if line.startswith("  why:"))
    change(module_file, why + "\n", "")
    problem = refused(module_file)
    assert (problem.line, problem.what) == (where, "add `huddle.why`")


def test_an_unknown_key_is_found_at_start_up_and_not_by_a_learner(module_file: Path) -> None:
    change(module_file, "promise:", "promsie:")
    where = line_of(module_file, "promsie:")
    change(module_file, "promsie:", "promise: x\npromsie:")
    problem = refused(module_file)
    assert problem.line == where + 1
    assert problem.what == "`promsie` is not a known key; remove it or mend its spelling"


@pytest.mark.parametrize("key", ["slug", "language", "scenes", "tool_text", "try_"])
def test_a_key_that_only_the_code_uses_is_unknown_too(module_file: Path, key: str) -> None:
    change(module_file, "title:", f"{key}: x\ntitle:")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, f"{key}:")
    assert "is not a known key" in problem.what


def test_a_misspelt_section_names_those_there_are(module_file: Path) -> None:
    change(module_file, "## Shift board", "## Shiftboard")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "## Shiftboard")
    assert 'unknown section "Shiftboard"' in problem.what
    assert '"Shift board"' in problem.what


def test_a_section_that_stands_twice(module_file: Path) -> None:
    with module_file.open("a", encoding="utf-8") as file:
        file.write("\n## Tool\n\nAgain.\n")
    problem = refused(module_file)
    assert problem.line > line_of(module_file, "## Tool")
    assert problem.what == 'the section "Tool" stands twice; keep one'


def test_an_empty_section(module_file: Path) -> None:
    change(module_file, "## Chaos week\n", "## Chaos week\n\n## Tool\n")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "## Chaos week")
    assert problem.what == 'the section "Chaos week" is empty; write its text'


def test_a_missing_section_names_its_heading(module_file: Path) -> None:
    text = module_file.read_text("utf-8")
    module_file.write_text(text[: text.index("## Chaos week")], "utf-8")
    assert refused(module_file).what == 'add the section "## Chaos week"'


def test_text_above_the_first_heading_is_not_dropped_silently(module_file: Path) -> None:
    change(module_file, "\n---\n", "\n---\n\nThis would be lost.\n")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "This would be lost.")
    assert problem.what == "put this text under one of the headings"


def test_a_tab_in_the_front_matter(module_file: Path) -> None:
    change(module_file, "  why:", "\twhy:")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "why:")
    assert problem.what == "write spaces here instead of a tab"


@pytest.mark.parametrize(
    "line",
    [
        "title: Ask: early",
        'title: "Ask early',
        'title: "Ask" early',
        "title: @early",
        "title: *early",
        "title: [Ask",
        "title: !early Ask",
        "? [a]",
    ],
)
def test_yaml_that_cannot_be_read(module_file: Path, line: str) -> None:
    change(module_file, title(module_file), line)
    problem = refused(module_file)
    assert problem.line >= line_of(module_file, line)
    assert "quotes" in problem.what or "plain key" in problem.what


def test_a_wrong_indentation_names_the_line(module_file: Path) -> None:
    change(module_file, "  why:", "   why:")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "why:") + 1
    assert "check the spaces before it" in problem.what


def test_a_character_that_cannot_be_shown(module_file: Path) -> None:
    change(module_file, "promise: ", "promise: \x07")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "promise:")
    assert problem.what == "remove the character that cannot be shown"


def test_a_repeated_key_anywhere(module_file: Path) -> None:
    change(module_file, "  why:", "  why: one\n  why:")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "why:") + 1
    assert problem.what == "`why` stands twice; keep one"


def test_two_options_instead_of_three(module_file: Path) -> None:
    change(module_file, warm_up_options(module_file)[0], "")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "options:")
    assert problem.what == "`warm_up.options`: write 3 of them, not 2"


def test_four_options_instead_of_three(module_file: Path) -> None:
    option = warm_up_options(module_file)[0]
    change(module_file, option, option + option)
    assert refused(module_file).what == "`warm_up.options`: write only 3 of them"


def test_no_best_option(module_file: Path) -> None:
    change(module_file, "best: true", "best: false")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "warm_up:")
    assert problem.what == "`warm_up`: exactly one option must have `best: true`"


def test_two_best_options(module_file: Path) -> None:
    change(module_file, "best: false", "best: true")
    assert refused(module_file).what == "`warm_up`: exactly one option must have `best: true`"


def test_two_options_of_one_id(module_file: Path) -> None:
    lines = [line for line in front(module_file) if line.strip().startswith("- id:")]
    change(module_file, lines[1], lines[0])
    problem = refused(module_file)
    assert problem.what == "`warm_up`: each option needs an `id` of its own"


def test_a_case_in_the_wrong_week(module_file: Path) -> None:
    change(module_file, "weeks: 8", "weeks: 9")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "weeks: 9")
    assert problem.what == "`recall.3.weeks`: write 1, 3, 8 or 20"


def test_two_cases_for_the_same_week(module_file: Path) -> None:
    change(module_file, "weeks: 8", "weeks: 3")
    assert refused(module_file).what == "`recall` needs one case each for weeks 1, 3, 8 and 20"


def test_a_title_of_41_characters(module_file: Path) -> None:
    change(module_file, title(module_file), "title: " + "x" * 41)
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "title:")
    assert problem.what == "`title`: shorten it to 40 characters"


def test_a_title_of_40_characters_fits(module_file: Path) -> None:
    change(module_file, title(module_file), "title: " + "x" * 40)
    assert read_module(module_file, "en").title == "x" * 40


@pytest.mark.parametrize("value", ["2026", "1.5", "yes", "[a, b]"])
def test_what_yaml_takes_for_something_else_than_text(module_file: Path, value: str) -> None:
    change(module_file, title(module_file), f"title: {value}")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "title:")
    assert problem.what == "`title`: write a text in straight double quotes"


@pytest.mark.parametrize("value", ["2026-03-02", "2026-13-45", "2026-03-02 10:00:00"])
def test_what_yaml_takes_for_a_date(module_file: Path, value: str) -> None:
    change(module_file, title(module_file), f"title: {value}")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "title:")
    assert problem.what == f'"{value}" is read as a date; put it in double quotes'


@pytest.mark.parametrize("value", ["", " ~", ' ""', ' "  "'])
def test_an_empty_value(module_file: Path, value: str) -> None:
    change(module_file, title(module_file), f"title:{value}")
    assert refused(module_file).line == line_of(module_file, "title:")


def test_a_key_that_yaml_takes_for_a_number(module_file: Path) -> None:
    change(module_file, "title:", "2026: x\ntitle:")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "2026:")


def test_a_text_where_a_list_belongs(module_file: Path) -> None:
    lines = front(module_file)
    start = lines.index("pulse:")
    entry = "\n".join(lines[start : start + 3]) + "\n"
    change(module_file, entry, "pulse: one thing\n")
    assert refused(module_file).what == (
        "`pulse`: write a list, each entry on a line that begins with `- `"
    )


def test_an_id_with_capital_letters(module_file: Path) -> None:
    first = next(line for line in front(module_file) if line.strip().startswith("- id:"))
    change(module_file, first, first.split("id:")[0] + "id: First Thing")
    problem = refused(module_file)
    assert problem.line == line_of(module_file, "- id: First Thing")
    assert problem.what.endswith("use small letters, digits and single hyphens")


def test_a_file_name_with_spaces(module_file: Path) -> None:
    path = module_file.rename(module_file.with_name("Ask early.md"))
    problem = refused(path)
    assert problem.what == "give the file a name of small letters, digits and hyphens"


def test_a_file_that_is_not_utf_8(module_file: Path) -> None:
    module_file.write_bytes("title: Fråga tidigt".encode("latin-1"))
    assert refused(module_file).what == "save this file as UTF-8"


def test_a_mark_that_some_editors_put_before_utf_8_is_fine(module_file: Path) -> None:
    module_file.write_text(module_file.read_text("utf-8"), "utf-8-sig")
    assert read_module(module_file, "en").slug == SLUG


def test_line_ends_of_windows_are_fine(module_file: Path) -> None:
    module_file.write_bytes(module_file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_module(module_file, "en").slug == SLUG


@pytest.mark.parametrize("text", ["", "Just a text\n", "\n---\ntitle: x\n---\n"])
def test_a_file_without_front_matter(module_file: Path, text: str) -> None:
    module_file.write_text(text, "utf-8")
    problem = refused(module_file)
    assert problem.line == 1
    assert problem.what == "start the file with a line `---` and the front matter"


def test_front_matter_that_does_not_end(module_file: Path) -> None:
    module_file.write_text("---\ntitle: x\n", "utf-8")
    assert refused(module_file).what == "end the front matter with a line `---`"


@pytest.mark.parametrize("text", ["---\n---\n", "---\njust words\n---\n", "---\n- a\n---\n"])
def test_front_matter_that_is_no_keys(module_file: Path, text: str) -> None:
    module_file.write_text(text, "utf-8")
    problem = refused(module_file)
    assert (problem.line, problem.what) == (2, "write `key: value` lines here")


def test_an_alias_that_holds_itself_does_not_hang(module_file: Path) -> None:
    change(module_file, title(module_file), "title: &a [*a]")
    assert refused(module_file).line == line_of(module_file, "title:")


def test_a_file_that_is_a_folder(module_file: Path) -> None:
    module_file.unlink()
    module_file.mkdir()
    assert refused(module_file).what.startswith("cannot be read")


def test_raw_html_in_prose_is_shown_and_not_run(module_file: Path) -> None:
    module = with_tool(module_file, "<script>alert(1)</script> and <b onclick=x>bold</b>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in module.tool_text
    assert "<b" not in module.tool_text


@pytest.mark.parametrize(
    "markdown",
    ["[here](https://evil.example)", "![x](https://evil.example/x.png)", "<https://evil.example>"],
)
def test_prose_leads_nowhere_else(module_file: Path, markdown: str) -> None:
    html = with_tool(module_file, markdown).tool_text
    assert "href" not in html
    assert "<img" not in html


def test_prose_may_have_bold_and_lists(module_file: Path) -> None:
    html = with_tool(module_file, "**One** thing:\n\n- this\n- that\n").tool_text
    assert "<strong>One</strong>" in html
    assert "<li>this</li>" in html


def with_tool(path: Path, markdown: str) -> Module:
    change(path, "## Tool\n", f"## Tool\n\n{markdown}\n")
    return read_module(path, "en")


def in_programme(content: Path, change_text: Callable[[str], str]) -> ContentError:
    path = content / "programme.yaml"
    path.write_text(change_text(path.read_text("utf-8")), "utf-8")
    with pytest.raises(ContentError) as caught:
        read_catalogue(content)
    return caught.value


def test_a_mistake_in_the_programme_names_its_line(content_copy: Path) -> None:
    problem = in_programme(content_copy, lambda text: text.replace("modules:", "modlues:"))
    assert problem.file == content_copy / "programme.yaml"
    assert problem.what == "add `arcs.1.modules`"
