"""A look at real pages in a language whose every sentence is marked: what has no mark, and is no
content, name, number or date, did not go through the catalogue.

The language is Esperanto, since dates need one that Babel knows. The content stays English.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from babel.dates import get_day_names, get_month_names
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from cast.visitor import Visitor
from doubles.databases import SqliteFiles
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from baton.demo.seed import seed
from baton.product import Product
from learning.catalogue import Catalogue
from learning.context import Context
from learning.database import Database
from learning.organisation import Organisation
from learning.person import Person
from learning.team import Team
from lti_tool.platform import Platform
from practice_lms.settings import Settings
from web import language
from web.furniture import forget_furniture
from web.session import WebSession, hash_token

MARKED = "eo"
MARK = re.compile(r"⟦[^⟧]*⟧")
VALUE = re.compile(r"(%\(\w+\)[sd])")
TWO = 2
READ_ALOUD = ("aria-label", "title", "placeholder", "alt", "data-title")
NOT_WORDS = {"script", "style", "code", "pre", "svg"}
THING = re.compile(
    r"\b[2-9B-Z]{4}-[2-9B-Z]{4}\b|\S+@\S+|https?://\S+|\d[\d:.,/%–-]*|CSV|JSON|PDF|LMS|Baton|English|Esperanto?o?"
)
"""What every language writes in the same way."""


def marked(text: str) -> str:
    """A sentence between marks; what is put into it stands outside of them."""
    pieces = VALUE.split(text)
    return "".join(p if VALUE.fullmatch(p) else f"⟦{p}⟧" for p in pieces if p)


@pytest.fixture
def _marked_language(tmp_path: Path) -> Iterator[None]:
    known = language.TRANSLATIONS / "sv" / "LC_MESSAGES" / "messages.po"
    catalogue = Catalog(locale=MARKED)
    with known.open("rb") as file:
        for message in read_po(file, locale="sv"):
            said = [message.id] if isinstance(message.id, str) else list(message.id)
            if message.id:
                one = isinstance(message.id, str)
                catalogue.add(message.id, marked(said[0]) if one else [marked(s) for s in said])
    folder = tmp_path / MARKED / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "TRANSLATIONS", tmp_path)
        language.forget_languages()
        forget_furniture()
        yield
    language.forget_languages()
    forget_furniture()


@pytest.fixture
def database_url(sqlite_files: SqliteFiles) -> Iterator[str]:
    """What the database does is tested elsewhere."""
    url = sqlite_files.new()
    yield url
    sqlite_files.drop(url)


@pytest.fixture
def house(_marked_language: None, app: Flask, product: Product, catalogue: Catalogue) -> "House":
    """Norrvik, as the demo has it."""
    origin = "http://127.0.0.1:8801"
    tool = f"{product.settings.public_url}/lti"
    seed(product, Settings(origin, f"{tool}/login", f"{tool}/launch", f"{tool}/jwks"))
    return House(app, product.database, catalogue)


_NAMES = (
    Person.name,
    Team.name,
    Organisation.name,
    Context.title,
    Platform.name,
)
"""What people call things; Microsoft's is a name too."""


class House:
    """The pages, and what stands on them that is nobody's sentence."""

    def __init__(self, app: Flask, database: Database, catalogue: Catalogue) -> None:
        self.app, self.database = app, database
        content = [*catalogue.modules.values(), *catalogue.arcs.values()]
        self._content = _plain(" ".join(_texts_of([one.model_dump() for one in content])))
        self._content += "the shift ends, say thanks"  # what a visitor of these tests types
        self._slug = re.compile("|".join(catalogue.programme))
        with database.read() as session:
            names = [name for column in _NAMES for name in session.scalars(select(column))]
            names += session.scalars(select(Organisation.help_contact))
            names.append("Microsoft Teams")
        names += [arc.title for arc in catalogue.arcs.values()]
        days, months = get_day_names(locale=MARKED), get_month_names(locale=MARKED)
        short = get_month_names("abbreviated", locale=MARKED)
        dates = [*days.values(), *months.values(), *short.values()]
        self._words = {w for text in (*names, *dates) for w in re.findall(r"\w+", text or "")}

    def loose(self, page: str) -> list[str]:
        """What stands on a page without a mark."""
        return [text for text in _read(page) if not self._is_known(text)]

    def kind_of(self, address: str) -> str:
        """Pages of one kind differ in their module, their team or their period only."""
        path, _mark, query = address.partition("?")
        asked = sorted(part.partition("=")[0] for part in query.split("&"))
        return re.sub(r"\d+", "1", self._slug.sub("a-module", path)) + "?".join(asked)

    def _is_known(self, text: str) -> bool:
        return all(self._is_known_piece(piece) for piece in re.split(r"[:()]", text))

    def _is_known_piece(self, text: str) -> bool:
        left = _plain(text).strip(" .,;›–-“”?")
        words = set(re.findall(r"[^\W\d_]{2,}", left))
        return not words or left in self._content or words <= self._words

    def opens(self, name: str) -> "Visit":
        at = datetime.now(UTC)
        with self.database.write() as session:
            person = session.scalars(select(Person).where(Person.name.startswith(name))).one()
            leads = name == "Amira"
            visit = WebSession(
                public_id=f"visit-of-{name}",
                token_hash=hash_token(name),
                person_id=person.id,
                context_id=session.scalars(select(Context.id)).one(),
                door="lti",
                leads=leads,
                sets_up=leads,
                language=MARKED,
                started_at=at,
                seen_at=at,
            )
            session.add(visit)
        return Visit(self, f"/s/{visit.public_id}/", name)


class Visit:
    """Somebody who looks at every page that a link leads to."""

    def __init__(self, house: House, at: str, token: str) -> None:
        self.house, self.at = house, at
        self._client = house.app.test_client()
        self._headers = {"Authorization": f"Bearer {token}"}

    def looks_around(self, *first: str) -> dict[str, list[str]]:
        """Follow every link, to two pages of each kind; return what was loose, by address."""
        ahead, loose = [self.at + path for path in first], dict[str, list[str]]()
        seen: Counter[str] = Counter()
        while ahead:
            address = ahead.pop(0)
            if address in loose or seen[self.house.kind_of(address)] >= TWO:
                continue
            seen[self.house.kind_of(address)] += 1
            answer = self._client.get(address, headers=self._headers)
            assert answer.status_code == 200, f"{address}: {answer.text}"
            loose[address] = []
            if answer.mimetype == "text/html":
                loose[address] = self.house.loose(answer.text)
                ahead += self._links(answer.text)
        assert len(seen) > 10
        return {address: texts for address, texts in loose.items() if texts}

    def goes_through(self, module: str) -> dict[str, list[str]]:
        """Go through a module to its end; return what was loose, by address."""
        asked = {"path": f"{self.at}modules/{module}"}
        ticket = self._client.post(f"{self.at}tickets", data=asked, headers=self._headers)
        visitor = Visitor(self._client, self._client.get(ticket.json["url"]))  # type: ignore[index]
        loose: dict[str, list[str]] = {}
        while visitor.part != "finished":
            visitor.post(visitor.address, {"choice": "own", "cue": " ", "outcome": "?"})
            loose[f"{visitor.address}: {visitor.message}"] = self.house.loose(visitor.answer.text)
            visitor.go_on()
            loose[visitor.address] = self.house.loose(visitor.answer.text)
        return {address: texts for address, texts in loose.items() if texts}

    def presses_everything(self, path: str) -> dict[str, list[str]]:
        """Press each button of a page once, as it stands; return what was loose, by address."""
        page = lxml.html.fromstring(self._client.get(self.at + path, headers=self._headers).text)
        loose: dict[str, list[str]] = {}
        for form in page.xpath("//main//form[@method='post']"):
            for button in form.xpath(".//button"):
                data = [*form.form_values(), (button.get("name", ""), button.get("value", ""))]
                answer = self._client.post(
                    form.get("action"),
                    data=MultiDict(data),
                    headers={**self._headers, "HX-Request": "true"},
                )
                assert answer.status_code < 500, answer.text
                loose[f"{form.get('action')} {data}"] = self.house.loose(answer.text or "<p>")
        assert loose
        return {address: texts for address, texts in loose.items() if texts}

    def _links(self, page: str) -> list[str]:
        links = lxml.html.fromstring(page).xpath("//a[not(@data-download)]/@href")
        return [link.partition("#")[0] for link in links if link.startswith((self.at, "/huddle/"))]


def _plain(text: str) -> str:
    return " ".join(THING.sub(" ", text).split())


def _texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield " ".join(lxml.html.fromstring(f"<p>{value}</p>").text_content().split())
        yield from (" ".join(text.split()) for text in lxml.html.fromstring(value).itertext())
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts_of(inner)


def _read(page: str) -> Iterator[str]:
    """What can be read or heard, without what is marked."""
    for element in lxml.html.fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        around = [element, *element.iterancestors()]
        if any(one.tag in NOT_WORDS or one.get("lang", MARKED) == "en" for one in around):
            continue
        spoken = [element.text, *(child.tail for child in element)]
        spoken += [element.get(name) for name in READ_ALOUD]
        for text in spoken:
            yield from (piece.strip() for piece in MARK.split(text or "") if piece.strip())


def test_no_sentence_of_a_page_goes_around_the_catalogue(house: House) -> None:
    ben, amira = house.opens("Ben"), house.opens("Amira")
    loose = ben.goes_through("guard-your-focus")
    loose |= ben.looks_around("programme", "plans", "modules/plans-that-fire/tool")
    loose |= amira.looks_around("programme", "set-up")
    loose |= amira.presses_everything("set-up")
    assert not loose, f"Not through the catalogue, see docs/translating.md: {loose}"
