"""The activity feed: what stands in it for each person, in the words of the app's own manifest."""

import json
import threading
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

_MANIFESTS = Path(__file__).parent.parent / "manifests" / "teams"


@dataclass(frozen=True)
class Notice:
    """One line of somebody's feed. A later one of the same chain takes its place."""

    number: int
    activity: str
    values: dict[str, str]
    preview: str
    web_url: str
    chain: int | None

    def text(self, language: str) -> str:
        """What it says, in the language that Teams is in."""
        said = _templates(language)[self.activity]
        for name, value in self.values.items():
            said = said.replace(f"{{{name}}}", value)
        return said

    @property
    def sub_page(self) -> str:
        """The page of the tab that it opens; empty for its first one."""
        return sub_page_of(parse_qs(urlsplit(self.web_url).query).get("context", [""])[0])


def sub_page_of(context: str) -> str:
    """Return the page that a deep link's `context` names; empty if it names none."""
    try:
        named = json.loads(context)
    except ValueError:
        return ""
    return str(named.get("subEntityId", "")) if isinstance(named, dict) else ""


class Feed:
    """Everybody's feed. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._notices: dict[str, list[Notice]] = {}
        self._count = 0

    def show(self, object_id: str, body: dict[str, object]) -> None:
        """Put a notice into somebody's feed.

        Raises ValueError, TypeError or KeyError for what is none.
        """
        with self._lock:
            self._count += 1
            notice = _read(self._count, body)
            known = self._notices.get(object_id, [])
            others = [one for one in known if one.chain is None or one.chain != notice.chain]
            self._notices[object_id] = [*others, notice]

    def of(self, object_id: str) -> list[Notice]:
        """Return what stands in somebody's feed, newest first."""
        with self._lock:
            return self._notices.get(object_id, [])[::-1]


def _read(number: int, body: dict[str, object]) -> Notice:
    topic, preview = _object(body["topic"]), _object(body["previewText"])
    listed = body.get("templateParameters", [])
    given = [_object(one) for one in (listed if isinstance(listed, list) else [])]
    activity, chain = str(body["activityType"]), body.get("chainId")
    if activity not in _templates("en"):
        raise ValueError("the app's manifest has no such activity")
    return Notice(
        number,
        activity,
        {str(one["name"]): str(one["value"]) for one in given},
        str(preview["content"]),
        str(topic["webUrl"]),
        chain if isinstance(chain, int) else None,
    )


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _templates(language: str) -> dict[str, str]:
    """Return the text of each kind of notice, as the app's package has it."""
    manifest = json.loads((_MANIFESTS / "manifest.json").read_bytes())
    kinds = manifest["activities"]["activityTypes"]
    other = _MANIFESTS / f"{Path(language).name}.json"
    said = json.loads(other.read_bytes()) if language != "en" and other.is_file() else {}
    return {
        kind["type"]: said.get(
            f"activities.activityTypes[{place}].templateText", kind["templateText"]
        )
        for place, kind in enumerate(kinds)
    }
