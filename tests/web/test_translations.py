"""Every sentence that people read goes through the catalogue, and is there in every language."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from jinja2 import Environment

from learning.errors import ContentError, Incomplete, NotFound, NotOpenYet, Refusal
from web.language import TRANSLATIONS

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))
TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.html"))
MODULES = sorted(path for name in ("web", "lti_tool") for path in (ROOT / name).rglob("*.py"))
DOMAIN = sorted((ROOT / "learning").glob("*.py"))
WHAT_TO_DO = (
    "Run `make messages`, write what is missing in web/translations/sv/LC_MESSAGES/messages.po, "
    "and run `make build`. docs/translating.md has the words that are used."
)
THROUGH_IT = (
    "Say it through the catalogue: {{ _('…') }} in a template, `_` or `ngettext` of web.language "
    "in a view, gettext_noop in learning/. " + WHAT_TO_DO
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What `make messages` finds, by its own command."""
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
    command = re.search(r"(extract --mapping .*) --output-file", makefile)
    assert command
    found = tmp_path_factory.mktemp("messages") / "messages.pot"
    options = [*shlex.split(command[1]), "--output-file", str(found), "."]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        CommandLineInterface().run(["pybabel", "--quiet", *options])
    with found.open("rb") as file:
        return read_po(file)


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def language(path: Path) -> str:
    return path.parts[-3]


def messages(catalogue: Catalog) -> dict[str, Message]:
    """The sentences by their English words; what has a plural goes by its singular."""
    return {_english(message)[0]: message for message in catalogue if message.id}


def _english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _said(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


@pytest.mark.parametrize("path", CATALOGUES, ids=language)
def test_a_catalogue_has_every_sentence_and_no_other(path: Path, sentences: Catalog) -> None:
    wanted, written = messages(sentences), messages(catalogue(path))
    missing = [text for text in wanted if text not in written or not all(_said(written[text]))]
    assert not missing, f"Not said in {language(path)}: {missing}\n{WHAT_TO_DO}"
    unsure = [text for text, message in written.items() if message.fuzzy]
    assert not unsure, f"Marked as fuzzy: {unsure}. Read them, and take the mark off."
    left = [*(written.keys() - wanted.keys()), *catalogue(path).obsolete]
    assert not left, f"Nobody says this any more: {left}. Run `make messages`."


@pytest.mark.parametrize("path", CATALOGUES, ids=language)
def test_a_sentence_keeps_its_values_and_brings_no_html(path: Path) -> None:
    for english, message in messages(catalogue(path)).items():
        for said in _said(message):
            wanted = set(PLACEHOLDER.findall(_english(message)[-1]))
            # A singular may say "one" where the plural has the number.
            optional = wanted if len(_said(message)) > 1 else set()
            has = set(PLACEHOLDER.findall(said))
            assert has <= wanted <= has | optional, f"Other values in: {english!r}"
            assert not re.search(r"<\w|&\w+;", english + said), f"HTML in: {english!r}"
            assert said == said.strip(), f"Space around: {english!r}"
            assert "%" not in PLACEHOLDER.sub("", said), f"A loose % in: {english!r}"


@pytest.mark.parametrize("path", CATALOGUES, ids=language)
def test_swedish_marks_speech_as_swedish_does(path: Path) -> None:
    if language(path) == "sv":
        odd = [said for m in messages(catalogue(path)).values() for said in _said(m) if "“" in said]
        assert odd == []


def _plain(template: str) -> str:
    """A template with its own words only: what Jinja puts in is left out."""
    pieces = Environment(autoescape=True).lex(template)
    data = [text for _line, kind, text in pieces if kind == "data"]
    return "".join(text for text in data if not ATTRIBUTE.fullmatch(text)).replace(DOCTYPE, "")


ATTRIBUTE = re.compile(r"\s+([\w-]+=\"[^\"]*\"|data-[\w-]+)")
"""What a block adds to a tag, or a condition."""
DOCTYPE = "<!doctype html>"
READ_ALOUD = ("aria-label", "title", "placeholder", "alt", "data-title", "aria-description")
NOT_WORDS = {"script", "style", "code", "pre", "svg"}


def _words(source: str) -> Iterator[str]:
    """What somebody reads or hears of a piece of HTML, outside of what is in English anyway."""
    for element in lxml.html.fragment_fromstring(source, create_parent="div").iter():
        if isinstance(element.tag, str) and not _is_kept(element):
            yield element.text or ""
            yield from (element.get(name, "") for name in READ_ALOUD)
        parent = element.getparent()
        if parent is not None and not _is_kept(parent):
            yield element.tail or ""


def _is_kept(element: lxml.html.HtmlElement) -> bool:
    around = [element, *element.iterancestors()]
    return any(one.tag in NOT_WORDS or one.get("lang") == "en" for one in around)


def test_a_template_has_no_words_outside_of_the_catalogue() -> None:
    loose = {}
    for path in TEMPLATES:
        words = _words(_plain(path.read_text("utf-8")).replace("Baton", ""))
        if found := [text.strip() for text in words if re.search(r"[^\W\d_]{2}", text)]:
            loose[path.name] = found
    assert not loose, f"{loose}\n{THROUGH_IT}"


SAY = {"_", "gettext", "ngettext", "lazy_gettext", "gettext_noop"}
LABELS = {"paste", "choose", "Back", "Field"}
"""What an LMS calls its own fields stays as it is."""
FOR_THE_LOG = re.compile(r"Error$|^(debug|info|warning|error|exception|compile)$")
KEPT = {
    # What an LMS calls its own fields.
    "Icon URL",
    "Tool configuration usage",
    "Open edX",
    "Allow grade service access: Yes",
    "Allow Membership Service Access: Yes",
    "User Fields to be Sent: Role, Name, Email Address",
    # What an LMS is told, where nobody's language is known.
    "Leadership for everyone at work, five minutes a week.",
    "Leadership programme",
    "This week's module",
}
SENTENCE = re.compile(r"[A-Z][a-z’']+( [\w’'%()“”:,;-]+)+[.?!:]?$|.*[a-z] [a-z]+.*[.?]$")


def _loose(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Sentences of a module that go through no catalogue: no documentation, nothing for the log.

    Refusals, which are raised, are looked at by themselves.
    """
    if isinstance(tree, ast.Call):
        name = tree.func.id if isinstance(tree.func, ast.Name) else getattr(tree.func, "attr", "")
        if name in SAY | LABELS or FOR_THE_LOG.search(name):
            return
    is_text = isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Constant)
    if is_text or isinstance(tree, ast.Raise):
        return
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        if SENTENCE.match(tree.value) and tree.value not in KEPT:
            yield tree.lineno, tree.value
        return
    for inner in ast.iter_child_nodes(tree):
        yield from _loose(inner)


def test_a_view_has_no_sentence_outside_of_the_catalogue() -> None:
    found = {path.name: list(_loose(ast.parse(path.read_text("utf-8")))) for path in MODULES}
    loose = {name: texts for name, texts in found.items() if texts}
    assert not loose, f"{loose}\n{THROUGH_IT}"


def test_a_refusal_is_one_sentence_with_its_values_apart() -> None:
    """A sentence that is put together before it is raised cannot be found, nor translated."""
    kinds = {one.__name__ for one in (NotFound, NotOpenYet, Incomplete)}
    for path in (*DOMAIN, *MODULES):
        for step in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(step, ast.Call) and isinstance(step.func, ast.Name)):
                continue
            if step.func.id in kinds and path.stem not in FOR_COMMANDS and step.args:
                is_whole = not isinstance(step.args[0], ast.JoinedStr | ast.BinOp)
                assert is_whole, f"{path.name}:{step.lineno}: give values by name. {THROUGH_IT}"


FOR_COMMANDS = {"new_module"}
"""Only commands say these, and they speak English."""


def test_every_kind_of_refusal_is_looked_for() -> None:
    command = (ROOT / "Makefile").read_text("utf-8")
    looked_for = re.search(r'--keywords "([^"]+)"', command)
    assert looked_for
    for kind in _kinds(Refusal):
        is_of_domain = kind.__module__.startswith("learning.") and kind is not ContentError
        assert not is_of_domain or kind.__name__ in looked_for[1].split(), kind


def _kinds(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)
