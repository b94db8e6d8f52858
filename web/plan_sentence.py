"""A plan as a sentence, in the language in which it was written, whatever the page speaks."""

from typing import Protocol

from flask import Flask
from markupsafe import Markup

from web.language import gettext as _
from web.language import language_spoken, speaking, spoken


class Words(Protocol):
    """What has the words of a plan: the plan, a version of it, or a suggestion."""

    cue: str
    action: str
    with_: str


def install_plan_sentence(app: Flask) -> None:
    """Let templates say plans."""
    app.jinja_env.globals.update(plan_sentence=in_markup)


def sentence(words: Words) -> tuple[str, str]:
    """Return "If ..., then I ...", and below it with whom; the second may be empty."""
    with speaking(language_of_words(words)):
        said = _("If %(cue)s, then I %(action)s.", cue=words.cue, action=words.action)
        beside = _("With: %(person)s", person=words.with_) if words.with_ else ""
    return said, beside


def in_markup(words: Words) -> Markup:
    """Return the sentence for a page; in another language than the page's it says in which."""
    if not words.cue:
        return Markup("{}").format(_("The words of this plan are erased."))
    said, beside = sentence(words)
    text = Markup("{}").format(said)
    if beside:
        text += Markup(' <span class="with">{}</span>').format(beside)
    language = language_of_words(words)
    if language == language_spoken():
        return text
    return Markup('<span lang="{}">{}</span>').format(language, text)


def language_of_words(words: Words) -> str:
    """Return the language in which they were written; that of the page where nobody knows."""
    written: str = getattr(words, "language", "")
    return written if written in spoken() else language_spoken()
