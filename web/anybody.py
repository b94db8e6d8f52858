"""A page for anybody, outside a visit: in the language that its address or the browser asks for."""

from dataclasses import dataclass
from urllib.parse import urlencode

from babel import Locale
from flask import Response, g, make_response, render_template, request

from learning.listing import FALLBACK
from web.headers import forbid_framing
from web.language import language_spoken, speak, spoken

PARAMETER = "language"


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language, named in that language."""

    code: str
    name: str
    url: str


def speak_as_asked() -> str:
    """Speak the language that the address names, or else the browser; return it."""
    known = sorted(spoken())
    asked = request.args.get(PARAMETER)
    language = asked if asked in known else request.accept_languages.best_match(known, FALLBACK)
    speak(language)
    g.language = language
    return language


def show_to_anybody(template: str, **context: object) -> Response:
    """Answer with a page that stands on its own: nobody frames it."""
    forbid_framing()
    return make_response(render_template(template, languages=_others(), **context))


def _others() -> list[LanguageLink]:
    here = request.args.to_dict() if request.method == "GET" else {}
    return [
        LanguageLink(code, _named(code), f"?{urlencode({**here, PARAMETER: code})}")
        for code in sorted(spoken() - {language_spoken()})
    ]


def _named(code: str) -> str:
    name = Locale.parse(code).get_language_name(code) or code
    return name[:1].upper() + name[1:]
