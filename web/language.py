"""Languages: which ones there are, which is spoken now, and how a sentence is said in it.

Templates have dozens of sentences a page, so saying one is a plain look-up here; Flask-Babel, whose
look-up walks through several proxies each time, writes dates and loads what is lazy.
"""

from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel, refresh
from markupsafe import Markup

from learning.listing import FALLBACK
from web.wiring import wiring

_FOLDER = Path(__file__).parent / "translations"
_spoken: ContextVar[str] = ContextVar("language", default=FALLBACK)


def install_language(app: Flask) -> None:
    """Speak the visitor's language in every page."""
    Babel(app, default_translation_directories=str(_FOLDER), locale_selector=_spoken.get)
    app.before_request(lambda: speak(FALLBACK))
    environment: Any = app.jinja_env
    environment.globals.update(_=_say, gettext=_say, ngettext=_say_number)


def speak(language: str) -> None:
    """Speak this language for the rest of the request."""
    if _spoken.get() != language:
        _spoken.set(language)
        refresh()


def language_spoken() -> str:
    """Return the language that is spoken in this request."""
    return _spoken.get()


def gettext(text: str, **values: object) -> str:
    """Return a sentence in the language that is spoken, with its values put in."""
    said: str = _sentences(_spoken.get()).ugettext(text)
    return said % values if values else said


def nearest_language(locale: str | None) -> str:
    """Return the language for a locale such as `sv-SE` or `sv_fi`; English where we have none."""
    code = (locale or "").replace("_", "-").split("-")[0].lower()
    return code if code in spoken() else FALLBACK


def spoken() -> set[str]:
    """Return the languages that at least one module is written in."""
    return {language for _slug, language in wiring().catalogue.modules}


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
    return Translations.load(str(_FOLDER), [language])
