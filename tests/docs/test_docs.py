"""What the documents promise is there: links, commands, make targets, and nothing of a machine."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from baton.cli import baton

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "content" / "README.md"],
)
# Written in pieces, so that this file does not name what it looks for.
_HOSTS = "pypi|pythonhosted|npmjs|yarnpkg|unpkg|jsdelivr|golang|crates|ghcr|docker|quay"
REGISTRIES = re.compile(rf"({_HOSTS})\.(org|com|net|io)\b")
OWN_FOLDERS = re.compile(r"(?<![\w.:/])/(home|Users|root|" + "work" + r")/[\w.]")

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_COMMAND = re.compile(r"(?:^|=) *(?:[\w./-]*/)?baton((?: +[^\s#|]+)*)")
_MAKE = re.compile(r"(?:^|\s)make((?: +[a-z]+)+)")


def code(text: str) -> Iterator[str]:
    """Every line and piece that a reader would take for something to type."""
    for language, block in _FENCE.findall(text):
        if language in ("sh", "ini"):
            yield from block.replace("\\\n", " ").splitlines()
    for piece in _INLINE.findall(_FENCE.sub("", text)):
        if piece.split()[0] in ("make", "baton", ".venv/bin/baton"):
            yield piece


@cache
def anchors(document: Path) -> set[str]:
    """The headings of a document, as addresses within it."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", document.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def where_it_breaks(words: list[str]) -> str | None:
    """The first word of a command line that `baton` does not know, or None."""
    command: click.Command = baton
    for word in words:
        if word.startswith("--"):
            known = {name for option in command.params for name in option.opts}
            if word.split("=")[0] not in {*known, "--help", "--version"}:
                return word
        elif isinstance(command, click.Group):
            found = command.get_command(click.Context(command), word)
            if found is None:
                return word
            command = found
    return None


def words_after(pattern: re.Pattern[str], document: Path) -> list[list[str]]:
    pieces = code(document.read_text("utf-8"))
    found = [match.split() for piece in pieces for match in pattern.findall(piece.split("#")[0])]
    return [words for words in found if words]


def test_there_is_a_document_for_everyone() -> None:
    names = {str(path.relative_to(ROOT)) for path in DOCUMENTS}
    assert {
        "README.md",
        "ARCHITECTURE.md",
        "STYLE.md",
        "CHANGELOG.md",
        "content/README.md",
        "docs/operations.md",
        "docs/install/README.md",
        "docs/decisions/README.md",
    } <= names


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in _LINK.findall(_FENCE.sub("", document.read_text("utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _hash, anchor = unquote(link).partition("#")
        target = document.parent / path if path else document
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors(target), f"{link}: there is no such heading"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_is_named_exists(document: Path) -> None:
    for words in words_after(_COMMAND, document):
        assert where_it_breaks(words) is None, f"baton {' '.join(words)}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for words in words_after(_MAKE, document):
        assert set(words) <= known, f"make {' '.join(words)}"


def test_pictures_are_light_enough_for_a_slow_line() -> None:
    heavy = [path for path in ROOT.glob("docs/**/*.png") if path.stat().st_size > 150_000]
    assert not heavy


def test_commands_and_targets_are_found_in_the_documents() -> None:
    operations = ROOT / "docs" / "operations.md"
    assert ["grades", "list", "--state", "refused"] in words_after(_COMMAND, operations)
    assert ["serve"] in words_after(_COMMAND, operations)
    assert ["setup", "build"] in words_after(_MAKE, operations)


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("platform add --name x", None),
        ("platform ad", "ad"),
        ("serve --prot 1", "--prot"),
        ("nothing", "nothing"),
    ],
)
def test_a_command_that_does_not_exist_is_noticed(line: str, broken: str | None) -> None:
    assert where_it_breaks(line.split()) == broken


def test_every_decision_is_in_the_index_under_its_title() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    records = sorted(folder.glob("0*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for number, path in enumerate(records, start=1):
        title = path.read_text("utf-8").splitlines()[0].removeprefix(f"# {number}. ")
        assert f"{number}. [{title}]({path.name})" in index


@cache
def committed() -> list[tuple[str, str]]:
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],  # whoever owns the checkout
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    texts = [(path, path.read_bytes()) for path in paths if path.is_file()]
    return [
        (str(path.relative_to(ROOT)), data.decode("utf-8"))
        for path, data in texts
        if b"\0" not in data
    ]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    found = {name: match[0] for name, text in committed() if (match := REGISTRIES.search(text))}
    assert not found


def test_no_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    found = {name: match[0] for name, text in committed() if (match := OWN_FOLDERS.search(text))}
    assert not found


def test_what_must_not_be_named_is_recognised() -> None:
    assert REGISTRIES.search("https://registry.npm" + "js.org/htmx.org")
    assert OWN_FOLDERS.search("cd /ho" + "me/amira/baton")
    assert not OWN_FOLDERS.search("https://baton.example.org/wo" + "rk/x, tests/home/x")
