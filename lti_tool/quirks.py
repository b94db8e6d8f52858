"""How learning platforms differ, in one table (decision 7).

What is known of each, and from where, stands in its guide under `docs/install/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Quirks:
    """What is special about a platform. The defaults are the standard's."""

    concurrent_calls: int = 24
    """How many requests may be under way to it at once."""
    audience: str | None = None
    """What its token endpoint wants as `aud`, where that is not the endpoint's own address."""
    other_score_type: str | None = None
    """The media type to send a score with once more, if the standard's was answered by 415."""
    makes_submissions: bool = False
    """Whether a score makes a submission, so that it must say which is the one and only."""
    makes_columns: bool = True
    """Whether a tool may make a column of its own, where the `lineitem` scope is granted."""
    columns_name_link: bool = True
    """Whether a column that a tool makes may say which link it belongs to."""
    columns_by_label: bool = False
    """Whether a column may have lost its resource id, so that its label must do."""
    roster_page: int = 200
    """How many members to ask for at once; a platform may give fewer."""
    link_answer_subject: bool = False
    """Whether the answer to a deep-linking request must name the tool as `sub`, too."""
    ticks_on_grade: bool = False
    """Whether an activity ticks itself off with the first grade, so that one module is best."""
    roster_start: str | None = None
    """The parameter for where a page of members begins, if there is no Link to the next one."""
    maker_domains: tuple[str, ...] = ()
    """Domains of its maker, where parts of a hosted one may lie."""
    shared_issuers: frozenset[str] = frozenset()
    """Issuers that many of its customers have in common."""
    placements: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Where each type of message appears, if a registration has to say so."""
    tool_extensions: Mapping[str, str] = field(default_factory=dict)
    """What a registration's tool configuration says on top of the standard."""
    message_extensions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The same for each type of message."""


_LINE_ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
_CANVAS = "https://canvas.instructure.com/lti/"
_STANDARD = Quirks()
_TABLE = {
    # A column that a tool makes is a manual grade item there: it completes no activity.
    "moodle": Quirks(columns_name_link=False, ticks_on_grade=True, roster_page=500),
    # It throttles by cost, and asks tools to call one after another. A column that names no link
    # becomes an assignment that expects no hand-in, so nobody can be "missing" in it.
    "canvas": Quirks(
        concurrent_calls=1,
        makes_submissions=True,
        columns_name_link=False,
        roster_page=100,
        maker_domains=("instructure.com", "canvaslms.com"),
        shared_issuers=frozenset(
            f"https://canvas.{stage}instructure.com" for stage in ("", "beta.", "test.")
        ),
        placements={
            "LtiResourceLinkRequest": ("course_navigation",),
            "LtiDeepLinkingRequest": ("assignment_selection", "link_selection"),
        },
        # Without a privacy level it sends neither names nor e-mail addresses.
        tool_extensions={f"{_CANVAS}privacy_level": "public", f"{_CANVAS}tool_id": "baton"},
        # In a course's menu it is the leader's page; others get the week's module there.
        message_extensions={
            "LtiResourceLinkRequest": {
                f"{_CANVAS}course_navigation/default_enabled": False,
                "custom_parameters": {"team": "1"},
            }
        },
    ),
    "totara": Quirks(
        concurrent_calls=8, columns_name_link=False, ticks_on_grade=True, roster_page=500
    ),
    "brightspace": Quirks(
        concurrent_calls=4,
        audience="https://api.brightspace.com/auth/token",
        columns_by_label=True,
        maker_domains=("brightspace.com", "desire2learn.com"),
    ),
    "sakai": Quirks(concurrent_calls=8, roster_start="start"),
    # A block has the one column that comes with it.
    "openedx": Quirks(makes_columns=False, roster_page=100),
    "blackboard": Quirks(
        concurrent_calls=4,
        other_score_type=_LINE_ITEM_TYPE,
        columns_name_link=False,
        link_answer_subject=True,
    ),
    "schoology": Quirks(concurrent_calls=4, roster_page=100),
}
_SPELLINGS = {
    "moodleworkplace": "moodle",
    "totaralms": "totara",
    "totaralearn": "totara",
    "instructurecanvas": "canvas",
    "desire2learn": "brightspace",
    "d2l": "brightspace",
    "d2lbrightspace": "brightspace",
    "sakailms": "sakai",
    "sakailmsorg": "sakai",
    "edx": "openedx",
    "openedxlms": "openedx",
    "blackboardlearn": "blackboard",
    "blackboardinc": "blackboard",
    "learn": "blackboard",
    "powerschoolschoology": "schoology",
}
_HOSTS = {
    "instructure.com": "canvas",
    "canvaslms.com": "canvas",
    "brightspace.com": "brightspace",
    "desire2learn.com": "brightspace",
    "d2l.com": "brightspace",
    "blackboard.com": "blackboard",
    "schoology.com": "schoology",
    "moodlecloud.com": "moodle",
    "edx.org": "openedx",
}
"""Whose issuer lies under which name, for platforms that do not say what they are."""


def family_of(code: str, issuer: str = "") -> str:
    """Return a platform's key in the table, or "" for one that is not in it.

    `code` is its `product_family_code`, however it is spelt; without one, the issuer tells.
    """
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    if plain:
        known = _SPELLINGS.get(plain, plain)
        return known if known in _TABLE else ""
    try:
        host = urlsplit(issuer).hostname or ""
    except ValueError:
        return ""
    labels = host.split(".")
    return _HOSTS.get(".".join(labels[-2:]), "")


def quirks_of(code: str, issuer: str = "") -> Quirks:
    """Return the quirks of a platform by its `product_family_code`, or else by its issuer."""
    return _TABLE.get(family_of(code, issuer), _STANDARD)
