"""Where in Teams the tab is open: alone, in a channel, or beside a meeting."""

from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from practice_lms.people import Person
from practice_teams.directory import Account

LOCALES = {"en": "en-gb", "sv": "sv-se"}
THEMES = {"default": "Light", "dark": "Dark", "contrast": "Contrast"}


@dataclass(frozen=True)
class Place:
    """One place, with what TeamsJS calls the context there."""

    key: str
    name: str
    frame_context: str = "content"

    def heading(self, person: Person) -> str:
        """What stands above the tab."""
        return {"channel": f"{person.team}, General", "meeting": f"{person.team}, weekly"}.get(
            self.key, "Baton"
        )

    def context(self, account: Account, tenant_id: str) -> dict[str, Any]:
        """Return what Teams tells the tab of where it is and who looks, without theme and locale.

        In the flat form in which Teams sends it.
        """
        team = f"19:{account.person.team.lower().replace(' ', '-')}@thread.tacv2"
        there = {
            "channel": {
                "channelId": team,
                "channelName": "General",
                "channelType": "Regular",
                "teamId": team,
                "teamName": account.person.team,
                "groupId": str(uuid5(NAMESPACE_DNS, f"{team}.norrvik.example")),
                "hostTeamTenantId": tenant_id,
            },
            "meeting": {"meetingId": f"meeting-of-{team}", "chatId": f"chat-of-{team}"},
        }
        return {
            "entityId": "baton",
            "frameContext": self.frame_context,
            "hostClientType": "web",
            "hostName": "Teams",
            "tid": tenant_id,
            "userObjectId": account.object_id,
            "userPrincipalName": account.user_name,
            "loginHint": account.user_name,
            **there.get(self.key, {}),
        }


PLACES = (
    Place("personal", "Personal app"),
    Place("channel", "Channel"),
    Place("meeting", "Meeting, side panel", "sidePanel"),
)


def place_with(key: str | None) -> Place:
    """Return the place with this key; the personal app for anything else."""
    return next((one for one in PLACES if one.key == key), PLACES[0])
