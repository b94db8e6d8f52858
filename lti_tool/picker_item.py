"""Content items: what was chosen, as a platform adds it to its course (Deep Linking 2.0, 3.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from learning.catalogue import Catalogue
from learning.errors import Incomplete
from learning.line_item import MAXIMUM, PROGRAMME, THIS_WEEK
from lti_tool.picker import Picker
from lti_tool.selection import MY_TEAM, custom_of
from web.language import gettext as _

TAG = "baton"
"""What every column of ours is tagged with, so that it is found again."""
_LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Dates:
    """When links open and when they are due, if somebody asked for it; days in a time zone."""

    opens: date | None = None
    due: date | None = None
    weekly: bool = False
    """Whether each link is a week later than the one before it."""

    def check(self) -> None:
        """Raise Incomplete if a link would be due before it opens."""
        if self.opens and self.due and self.due < self.opens:
            raise Incomplete(_("The day it is due comes before the day it opens."))

    def times(self, place: int, zone: ZoneInfo) -> dict[str, Any]:
        """Return the times of the link at that place, counted from 0."""
        later = timedelta(weeks=place if self.weekly else 0)
        times: dict[str, Any] = {}
        if self.opens:
            opens = datetime.combine(self.opens + later, time(), zone)
            times["available"] = {"startDateTime": opens.isoformat()}
        if self.due:
            due = datetime.combine(self.due + later, _LAST_MINUTE, zone)
            times["submission"] = {"endDateTime": due.isoformat()}
        return times


def content_items(
    picker: Picker, selections: Sequence[str], dates: Dates, catalogue: Catalogue, url: str
) -> list[dict[str, Any]]:
    """Return the links to add, with their columns where the platform takes some."""
    organisation = picker.deployment.organisation
    zone = organisation.zone if organisation else ZoneInfo("UTC")
    graded = [selection for selection in selections if selection != MY_TEAM]
    return [
        _link(picker, selection, catalogue, url)
        | (dates.times(graded.index(selection), zone) if selection in graded else {})
        for selection in selections
    ]


def _link(picker: Picker, selection: str, catalogue: Catalogue, url: str) -> dict[str, Any]:
    title, text = title_of(selection, catalogue, picker.language)
    link: dict[str, Any] = {
        "type": "ltiResourceLink",
        "title": title,
        "text": text,
        "url": url,
        "custom": custom_of(selection),
    }
    if picker.in_window:
        link["window"] = {"targetName": "_blank"}
    if picker.accept_lineitem and selection != MY_TEAM:
        link["lineItem"] = {
            "label": title,
            "scoreMaximum": MAXIMUM,
            "resourceId": selection,
            "tag": TAG,
        }
    return link


def title_of(selection: str, catalogue: Catalogue, language: str) -> tuple[str, str]:
    """Return what a link is called in a course, and the line below it."""
    kind, _sep, slug = selection.partition(":")
    if kind == "module":
        module = catalogue.module(slug, language)
        return module.title, module.promise
    if kind == "arc":
        arc = catalogue.arc(slug, language)
        return arc.title, arc.habit
    return {
        THIS_WEEK: (_("This week's module"), _("About five minutes, and new every Monday.")),
        PROGRAMME: (_("Leadership for everyone"), _("About five minutes a week.")),
        MY_TEAM: (_("My team"), _("How you can help this week.")),
    }[selection]
