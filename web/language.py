"""Languages: which ones there are, which is spoken now, and how a sentence is said in it.

A language is there when it has a catalogue under `web/translations/`. English needs none: it is
what the sentences are written in.

Templates have dozens of sentences a page, so saying one is a plain look-up here; Flask-Babel, whose
look-up walks through several proxies each time, writes dates and loads what is lazy.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask_babel import Babel, refresh
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from learning.errors import Refusal
from learning.listing import FALLBACK

TRANSLATIONS = Path(__file__).parent / "translations"
PARAMETER = "language"
"""What the address of a public page calls its language."""
_spoken: ContextVar[str] = ContextVar("language", default=FALLBACK)


class NotCompiled(RuntimeError):
    """A catalogue has not been compiled, so its language cannot be spoken."""


def install_language(app: Flask) -> None:
    """Speak the visitor's language in every page.

    Raises NotCompiled if a catalogue cannot be read by the program yet.
    """
    for catalogue in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        if not catalogue.with_suffix(".mo").is_file():
            raise NotCompiled("The translations are not built yet. Run `make build`.")
    Babel(app, default_translation_directories=str(TRANSLATIONS), locale_selector=_spoken.get)
    app.before_request(_listen)
    app.teardown_request(_fall_silent)
    environment: Any = app.jinja_env
    environment.globals.update(_=_say, gettext=_say, ngettext=_say_number)
    environment.globals.update(language_spoken=language_spoken, languages=languages)


def speak(language: str) -> None:
    """Speak this language for the rest of the request."""
    if _spoken.get() != language:
        _spoken.set(language)
        refresh()


def language_spoken() -> str:
    """Return the language that is spoken in this request."""
    return _spoken.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a few sentences."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def gettext(text: str, **values: object) -> str:
    """Return a sentence in the language that is spoken, with its values put in."""
    said: str = _sentences(_spoken.get()).ugettext(text)
    return said % values if values else said


def say_in(language: str, text: str) -> str:
    """Return a sentence in a language, whatever is spoken; for what is sent to somebody."""
    said: str = _sentences(language).ugettext(text)
    return said


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """Return the sentence for this number of things; `%(num)s` in it is the number."""
    said: str = _sentences(_spoken.get()).ungettext(one, many, number)
    return said % {"num": number, **values}


def say_refusal(refusal: Refusal) -> str:
    """Return a refusal in the language that is spoken."""
    said = gettext(refusal.message, **refusal.values) if refusal.message else ""
    return said or str(refusal)


def language_of(locale: str | None) -> str | None:
    """Return our language for a locale such as `sv-SE` or `sv_fi`; None where we have none."""
    code = (locale or "").replace("_", "-").split("-")[0].lower()
    return code if code in spoken() else None


def nearest_language(locale: str | None) -> str:
    """Return the language for what a door says of somebody; else what their browser asks for."""
    return language_of(locale) or language_spoken()


@cache
def spoken() -> frozenset[str]:
    """Return the languages that the pages can be in."""
    written = TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo")
    return frozenset({FALLBACK, *(path.parts[-3] for path in written)})


@cache
def languages() -> tuple[tuple[str, str], ...]:
    """Return code and name of each language; the name is in the language itself."""
    named = [(code, Locale.parse(code).get_display_name(code) or code) for code in spoken()]
    return tuple(sorted((code, name[:1].upper() + name[1:]) for code, name in named))


def forget_languages() -> None:
    """Read the catalogues anew when they are needed next."""
    for remembered in (spoken, languages, _of_browser, _safe, _sentences):
        remembered.cache_clear()


def _listen() -> None:
    """Begin with the language that the address names, or that the browser asks for.

    A visit has a language of its own, which is spoken once its session is found.
    """
    asked = request.args.get(PARAMETER, "") if request.query_string else ""
    speak(asked if asked in spoken() else _of_browser(request.headers.get("Accept-Language", "")))


def _fall_silent(_fault: BaseException | None) -> None:
    """Let nothing that this thread does outside of requests be in a visitor's language."""
    _spoken.set(FALLBACK)


@lru_cache(maxsize=256)
def _of_browser(header: str) -> str:
    accepted = parse_accept_header(header, LanguageAccept)
    return accepted.best_match(sorted(spoken()), FALLBACK)


def _say(text: str, **values: object) -> Markup:
    """Return a sentence for a template: our own words are safe, values are escaped."""
    said = _safe(_spoken.get(), text)
    return said % values if values else said


@cache
def _safe(language: str, text: str) -> Markup:
    return Markup(_sentences(language).ugettext(text))  # noqa: S704 (our own words)


def _say_number(one: str, many: str, number: int, **values: object) -> Markup:
    said = _sentences(_spoken.get()).ungettext(one, many, number)
    return Markup(said) % {"num": number, **values}  # noqa: S704 (as above)


@cache
def _sentences(language: str) -> NullTranslations:
    return Translations.load(str(TRANSLATIONS), [language])
