"""The activity feed behind the stand-in for Graph: who has the app, and what each person sees."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from teams_app.manifest import FOLDER, MANIFEST

SEND, SEND_TO_USER = "TeamsActivity.Send", "TeamsActivity.Send.User"
MOST_RECIPIENTS = 100
LONGEST_PREVIEW = 150
"""Teams shows no more of it; here it is an error to send more."""
LONGEST_WEB_URL = 1024
"""Not documented; longer ones were reported to fail."""
_TEAMS = ("https://teams.microsoft.com/l/", "https://teams.cloud.microsoft/l/")
_GUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
_RECIPIENT = "microsoft.graph.aadUserNotificationRecipient"
_FIELDS = {
    "topic",
    "activityType",
    "chainId",
    "previewText",
    "templateParameters",
    "teamsAppId",
}


class Refused(Exception):
    """Graph says no."""

    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.headers = status, code, headers or {}


@dataclass
class Shown:
    """One line in somebody's feed."""

    app: str
    activity: str
    chain: int | None
    text: str
    preview: str
    topic: str
    url: str
    times: int = 1
    """How often it was sent; a later one with the same chain takes its place."""


@dataclass
class User:
    """Somebody in the directory: the apps they have, and whether they let each notify them."""

    apps: dict[str, bool] = field(default_factory=dict)
    feed: list[Shown] = field(default_factory=list)


class ActivityFeed:
    """What Teams keeps of notifications, for all tenants."""

    def __init__(self, entra_app: str) -> None:
        manifest = json.loads((FOLDER / MANIFEST).read_bytes())
        declared = manifest["activities"]["activityTypes"]
        self.templates = {one["type"]: one["templateText"] for one in declared}
        self.entra_app = entra_app
        self.users: dict[tuple[str, str], User] = {}

    def install(
        self, tenant: str, user: str, app: str = "baton-in-teams", consents: bool = True
    ) -> User:
        """Give somebody the app; `consents` is the permission that goes with installing it."""
        known = self.add(tenant, user)
        known.apps[app] = consents
        return known

    def add(self, tenant: str, user: str) -> User:
        """Let somebody be in the directory, without the app."""
        return self.users.setdefault((tenant, user), User())

    def seen_by(self, tenant: str, user: str) -> list[Shown]:
        """What stands in somebody's feed."""
        return self.add(tenant, user).feed

    def take_one(self, claims: dict[str, Any], user: str, body: Any) -> None:
        """Notify one user, or raise Refused."""
        self._check(body, _FIELDS)
        known = self.users.get((claims["tid"], user))
        if known is None:
            raise Refused(404, "NotFound")
        app = self._app(known, body)
        if not (known.apps[app] or SEND in claims.get("roles", [])):
            raise Refused(403, "Forbidden")
        self._show(known, app, body)

    def check_many(self, body: Any) -> list[str]:
        """Return the users that a call in bulk names, or raise Refused."""
        self._check(body, _FIELDS | {"recipients"})
        recipients = body.get("recipients")
        if not isinstance(recipients, list) or not 1 <= len(recipients) <= MOST_RECIPIENTS:
            raise Refused(400, "BadRequest")
        for one in recipients:
            is_one = isinstance(one, dict) and one.get("@odata.type") == _RECIPIENT
            if not is_one or not _GUID.fullmatch(str(one.get("userId"))):
                raise Refused(400, "BadRequest")
        return [one["userId"] for one in recipients]

    def take_many(self, claims: dict[str, Any], users: list[str], body: Any) -> None:
        """Notify those who can be notified. Nobody is told of the others."""
        for user in users:
            known = self.users.get((claims["tid"], user))
            try:
                app = self._app(known, body) if known else None
            except Refused:
                continue
            if known and app and (known.apps[app] or SEND in claims.get("roles", [])):
                self._show(known, app, body)

    def _app(self, user: User, body: Any) -> str:
        named = body.get("teamsAppId")
        has = [app for app in user.apps if named in (None, app)]
        if not has:
            raise Refused(403, "Forbidden")
        if len(has) > 1:
            raise Refused(409, "Conflict")
        return has[0]

    def _check(self, body: Any, fields: set[str]) -> None:
        """Look at everything that does not depend on who is notified."""
        if not isinstance(body, dict) or not set(body) <= fields:
            raise Refused(400, "BadRequest")
        chain = body.get("chainId")
        is_chain = isinstance(chain, int) and not isinstance(chain, bool) and abs(chain) < 2**63
        is_whole = (
            _is_topic(body.get("topic"))
            and _is_preview(body.get("previewText"))
            and body.get("activityType") in self.templates
            and (chain is None or is_chain)
        )
        if not is_whole:
            raise Refused(400, "BadRequest")
        self._text(body)

    def _text(self, body: Any) -> str:
        template = self.templates[body["activityType"]]
        given = body.get("templateParameters", [])
        try:
            values = {one["name"]: one["value"] for one in given}
        except (TypeError, KeyError):
            raise Refused(400, "BadRequest") from None
        wanted = set(re.findall(r"{(\w+)}", template)) - {"actor"}
        if set(values) != wanted or not all(_is_text(value) for value in values.values()):
            raise Refused(400, "BadRequest")
        text: str = template.format(actor="Baton", **values)
        return text

    def _show(self, user: User, app: str, body: Any) -> None:
        chain = body.get("chainId")
        same = [
            one for one in user.feed if chain is not None and (one.app, one.chain) == (app, chain)
        ]
        for one in same:
            user.feed.remove(one)
        user.feed.append(
            Shown(
                app=app,
                activity=body["activityType"],
                chain=chain,
                text=self._text(body),
                preview=body["previewText"]["content"],
                topic=body["topic"]["value"],
                url=body["topic"]["webUrl"],
                times=1 + sum(one.times for one in same),
            )
        )


def _is_topic(topic: Any) -> bool:
    return (
        isinstance(topic, dict)
        and topic.get("source") == "text"
        and _is_text(topic.get("value"))
        and isinstance(topic.get("webUrl"), str)
        and topic["webUrl"].startswith(_TEAMS)
        and len(topic["webUrl"]) <= LONGEST_WEB_URL
    )


def _is_preview(preview: Any) -> bool:
    content = preview.get("content") if isinstance(preview, dict) else None
    return _is_text(content) and len(str(content)) <= LONGEST_PREVIEW


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
