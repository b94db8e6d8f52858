"""The catalogue: everything under content/ reads, is listed once, and shares its ids."""

from pathlib import Path

import pytest

from learning.catalogue import Catalogue, read_catalogue
from learning.errors import ContentError, NotFound

FIRST, LAST = "lead-from-where-you-are", "ask-early"


def refused(content: Path) -> tuple[str, int, str]:
    """Where reading stops (file and line), and what it says."""
    with pytest.raises(ContentError) as caught:
        read_catalogue(content)
    problem = caught.value
    return str(problem.file.relative_to(content)), problem.line, problem.what


def change_programme(content: Path, old: str, new: str) -> None:
    path = content / "programme.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def line_of(content: Path, text: str) -> int:
    lines = (content / "programme.yaml").read_text("utf-8").splitlines()
    return max(n for n, line in enumerate(lines, start=1) if line.strip() == text)


def test_all_that_is_published_reads(catalogue: Catalogue) -> None:
    assert catalogue.programme[0] == FIRST
    assert len(catalogue.programme) == len(set(catalogue.programme))
    for slug in catalogue.programme:
        assert catalogue.module(slug).title
        assert (catalogue.arc_of(slug), "en") in catalogue.arcs


def test_every_language_keeps_answers_by_the_same_ids(catalogue: Catalogue) -> None:
    for (slug, _language), module in catalogue.modules.items():
        assert module.ids == catalogue.module(slug, "en").ids


def test_modules_are_numbered_from_one(catalogue: Catalogue) -> None:
    assert catalogue.number(FIRST) == 1
    assert catalogue.number(catalogue.programme[-1]) == len(catalogue.programme)


def test_a_language_we_do_not_have_yet_falls_back_to_english(catalogue: Catalogue) -> None:
    assert catalogue.module(FIRST, "fi") is catalogue.module(FIRST, "en")


def test_an_unknown_module_is_not_found(catalogue: Catalogue) -> None:
    with pytest.raises(NotFound):
        catalogue.module("no-such-module")


def test_a_module_that_is_not_in_the_programme(content_copy: Path) -> None:
    change_programme(content_copy, f"      - {LAST}\n", "")
    assert refused(content_copy) == (
        f"en/{LAST}.md",
        1,
        f"add `{LAST}` to an arc in programme.yaml",
    )


def test_a_module_that_is_listed_and_missing(content_copy: Path) -> None:
    (content_copy / "en" / f"{LAST}.md").unlink()
    for other in content_copy.glob(f"*/{LAST}.md"):
        other.unlink()
    assert refused(content_copy) == (
        "programme.yaml",
        line_of(content_copy, f"- {LAST}"),
        f"`{LAST}` has no file en/{LAST}.md; write it",
    )


def test_a_module_that_is_listed_twice(content_copy: Path) -> None:
    change_programme(content_copy, f"- {LAST}\n", f"- {LAST}\n      - {FIRST}\n")
    file, line, what = refused(content_copy)
    assert (file, line) == ("programme.yaml", line_of(content_copy, f"- {FIRST}"))
    assert what == f"`{FIRST}` stands twice; keep one"


def test_an_arc_without_its_file(content_copy: Path) -> None:
    arc = next((content_copy / "en" / "arcs").glob("*.md"))
    arc.unlink()
    file, line, what = refused(content_copy)
    assert (file, line) == ("programme.yaml", line_of(content_copy, f"- slug: {arc.stem}"))
    assert what == f"write the arc's file en/arcs/{arc.name}"


def test_an_arc_that_is_listed_twice(content_copy: Path) -> None:
    slug = "self-leadership"
    change_programme(content_copy, "arcs:\n", f"arcs:\n  - slug: {slug}\n    modules: [{FIRST}]\n")
    assert refused(content_copy)[2] == f"the arc `{slug}` stands twice; keep one"


def test_an_arc_file_that_is_not_listed(content_copy: Path) -> None:
    arcs = content_copy / "en" / "arcs"
    (arcs / "courage.md").write_text(next(arcs.glob("*.md")).read_text("utf-8"), "utf-8")
    assert refused(content_copy) == (
        "en/arcs/courage.md",
        1,
        "add the arc `courage` to programme.yaml",
    )


def test_an_arc_without_an_introduction(content_copy: Path) -> None:
    arc = next((content_copy / "en" / "arcs").glob("*.md"))
    front = arc.read_text("utf-8").split("---\n")[1]
    arc.write_text(f"---\n{front}---\n", "utf-8")
    assert refused(content_copy)[2] == "write a text below the front matter"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "write `key: value` lines here"),
        ("arcs: []\n", "`arcs`: write 1 of them, not 0"),
        ("arcs:\n- slug: x\n  modules: []\n", "`arcs.1.modules`: write 1 of them, not 0"),
        (
            "arcs:\n- slug: X Y\n  modules: [a]\n",
            "`arcs.1.slug`: use small letters, digits and single hyphens",
        ),
    ],
)
def test_a_programme_that_orders_nothing(content_copy: Path, text: str, what: str) -> None:
    (content_copy / "programme.yaml").write_text(text, "utf-8")
    assert refused(content_copy)[2] == what


def test_a_missing_programme(content_copy: Path) -> None:
    (content_copy / "programme.yaml").unlink()
    file, line, what = refused(content_copy)
    assert (file, line) == ("programme.yaml", 1)
    assert what == "cannot be read (No such file or directory)"


def test_a_missing_folder(tmp_path: Path) -> None:
    assert refused(tmp_path)[0] == "programme.yaml"


def test_another_language_needs_a_folder_and_no_code(content_copy: Path) -> None:
    translated(content_copy, "nb", "title:", "title: Be om hjelp #")
    assert read_catalogue(content_copy).module(LAST, "nb").title == "Be om hjelp"


def test_a_translation_with_another_id_would_lose_answers(content_copy: Path) -> None:
    option = next(option.id for option in read_catalogue(content_copy).module(LAST).try_.options)
    translated(content_copy, "nb", f"id: {option}", "id: noe-annet")
    file, line, what = refused(content_copy)
    lines = (content_copy / file).read_text("utf-8").splitlines()
    assert lines[line - 1].startswith("try:")
    assert what.startswith(f"`try` needs the same ids as in en/{LAST}.md: {option}")


def test_a_translation_without_its_english_file(content_copy: Path) -> None:
    translated(content_copy, "nb", "title:", "title: Be om hjelp #")
    (content_copy / "en" / f"{LAST}.md").unlink()
    assert refused(content_copy)[2] == f"`{LAST}` has no file en/{LAST}.md; write it"


def translated(content: Path, language: str, old: str, new: str) -> None:
    """Give the last module another language, with one change."""
    text = (content / "en" / f"{LAST}.md").read_text("utf-8")
    before, _try, after = text.partition("\ntry:\n")
    changed = after.replace(old, new, 1) if old in after else None
    folder = content / language
    folder.mkdir()
    whole = before + _try + changed if changed else text.replace(old, new, 1)
    (folder / f"{LAST}.md").write_text(whole, "utf-8")
