"""A page for anybody, outside a visit: in the language that its address or the browser asks for."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, make_response, render_template, request

from web.headers import forbid_framing
from web.language import PARAMETER, language_spoken, languages


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language, named in that language."""

    code: str
    name: str
    url: str


def speak_as_asked() -> str:
    """Return the language that the address names, or else the browser; it is spoken already."""
    return language_spoken()


def show_to_anybody(template: str, **context: object) -> Response:
    """Answer with a page that stands on its own: nobody frames it."""
    forbid_framing()
    return make_response(render_template(template, languages=_others(), **context))


def _others() -> list[LanguageLink]:
    here = request.args.to_dict() if request.method == "GET" else {}
    return [
        LanguageLink(code, name, f"?{urlencode({**here, PARAMETER: code})}")
        for code, name in languages()
        if code != language_spoken()
    ]
