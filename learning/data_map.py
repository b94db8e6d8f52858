"""The data map: what is kept in each table, whose it is, and for how long.

`docs/privacy/data-map.md` is made from it. Each table has its line; a test sees to it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kept:
    """One table: what it holds, in a few words, and for how long."""

    what: str
    how_long: str


_HERE = "while the person is in a course"
_WORDS = "90 days, unless its owner keeps the plan"
_YEAR = "12 months, then without the person"
_STAYS = "as long as the installation; names nobody"
_CONNECTED = "while the LMS is connected; names nobody"
DATA_MAP: dict[str, Kept] = {
    "person": Kept("Name, e-mail address, language and setting", _HERE),
    "identity": Kept(
        "The id, user name and staff number that the LMS or Entra has for a person", _HERE
    ),
    "account_link": Kept(
        "That two accounts of a person were connected, and the name and address of the second",
        _HERE,
    ),
    "brought_row": Kept("What the second account brought, to give it back if they part", _HERE),
    "link_code": Kept("A code to connect two accounts, good for ten minutes; hashes only", "1 day"),
    "link_guess": Kept("That somebody entered a code that is not known", "1 day"),
    "enrolment": Kept("Who is in which course, and who teaches there", _HERE),
    "team_member": Kept("Who is on which team", _HERE),
    "team_leader": Kept("Who leads which team", _HERE),
    "reports_reading": Kept(
        "When it was read in Microsoft 365 who reports to a leader, and how many these are",
        "30 days after it was last read",
    ),
    "loop": Kept("That somebody has begun a module, and when", _HERE),
    "step": Kept(
        "Which parts of a module are done; for 12 months also whether it was passed on", _HERE
    ),
    "attempt": Kept("That a try was solved; for 12 months also the other choices", _HERE),
    "recall_answer": Kept("Which cases were answered; for 12 months also the answers", _HERE),
    "plan": Kept("That a plan was made, and its words", f"{_HERE}; the words {_WORDS}"),
    "plan_version": Kept("The words in which a plan goes on", _WORDS),
    "plan_mark": Kept("That a plan's card was put away, or tapped as done", _WORDS),
    "kept_plan": Kept("That a plan is to be kept", "until its owner changes that"),
    "follow_up": Kept(
        "That somebody has looked back; for 12 months also what they answered; in their own "
        "words what got in the way",
        f"{_HERE}; the words {_WORDS}",
    ),
    "draft": Kept("A plan that is being written", "30 days, or until the visit is handed over"),
    "optional_answer": Kept(
        "That a question after a module was answered or put away; never the answer",
        f"12 months; the one about connecting accounts {_HERE}",
    ),
    "reminder": Kept("When somebody wishes to be reminded, or that they do not", _HERE),
    "pause": Kept("When somebody took a break; their time to look back stands still", _HERE),
    "notice": Kept("That somebody was reminded, in which week", "12 months"),
    "delivery": Kept("80 or 100 on its way to the gradebook, and what became of it", _HERE),
    "web_session": Kept("A visit: who, from which course, when", "2 days"),
    "ticket": Kept("A key to a page in a new window, used once", "2 days"),
    "team_upload": Kept("A table of teams that waits for a yes", "1 day"),
    "huddle": Kept("A huddle: which module, when, how many; its host", f"the host {_YEAR}"),
    "handover": Kept(
        "A module handed on: when, in which generation; by and to whom", f"the people {_YEAR}"
    ),
    "counted_person": Kept("Among whom a team's count of a module began", "12 months"),
    "team_snapshot": Kept("How many of a team had completed a module", _STAYS),
    "snapshot_week": Kept("Up to which week teams have been counted", _STAYS),
    "spread_snapshot": Kept("How far learning had spread in a week, in figures", _STAYS),
    "spread_person": Kept("Who was counted in the newest of these weeks", _HERE),
    "pulse_count": Kept("How many answered what about their team; never who", _STAYS),
    "poll_tally": Kept("How a course answered the team poll, in counts; never who", _STAYS),
    "training": Kept("A training day of a course, and its topic", _STAYS),
    "team_change": Kept("How teams were before a change, to take it back", "12 months"),
    "audit_entry": Kept("The log of exports and erasures; who did it", f"who did it {_YEAR}"),
    "policy_change": Kept(
        "When it was changed what leaders see, and who says so", "as long as the installation"
    ),
    "team_source_change": Kept(
        "When it was changed where teams come from, and who says so", "as long as the installation"
    ),
    "organisation": Kept("The company: name, time zone, whom to ask", _STAYS),
    "linking_domain": Kept(
        "A domain whose addresses connect accounts", "until it is removed; names nobody"
    ),
    "cohort": Kept("When a course starts, and its weeks off", _STAYS),
    "context": Kept("A course: its title", _STAYS),
    "team": Kept(
        "A team: its name; of one that comes from Microsoft 365, its leader's name",
        "until it is removed; from Microsoft 365, 30 days after it was last read",
    ),
    "line_item": Kept("A column of the gradebook", _CONNECTED),
    "lti_context": Kept("Where the LMS keeps a course's gradebook and roster", _CONNECTED),
    "resource_link": Kept("A link in a course, and what it opens", _CONNECTED),
    "roster": Kept("When a course's roster was read, and how many it named", _CONNECTED),
    "teacher_launch": Kept(
        "Which kinds of facts came with the last launch by a teacher; no facts", _CONNECTED
    ),
    "teams_intake": Kept("In which week people first came by Teams", _STAYS),
    "entra_tenant": Kept(
        "A company's Entra directory whose people may sign in", "until it is removed"
    ),
    "teams_nudging": Kept("Whether a company's people are notified in Teams", _STAYS),
    "teams_recipient": Kept(
        "Whether somebody's feed in Teams can be reached; language and time zone of their tab",
        _HERE,
    ),
    "teams_nudge": Kept("A notice in Teams: which week, and whether it was sent", "60 days"),
    "platform": Kept("An LMS: its name and addresses", "until it is removed"),
    "deployment": Kept("An installation of an LMS, and whose it is", _CONNECTED),
    "invite": Kept("An invitation to connect an LMS", "30 days after it ends"),
    "picker": Kept("Somebody is choosing what to add to a course; not who", "2 hours"),
    "access_token": Kept("The key to an LMS's services", "until the next one"),
    "key_set_reading": Kept("When an LMS last read Baton's keys", _CONNECTED),
    "tool_key": Kept("The keys with which Baton signs, encrypted", "120 days"),
    "spent_nonce": Kept("Numbers that are good once, so that no launch is used twice", "1 hour"),
    "worker_pulse": Kept("When the worker was last at work", _STAYS),
    "clock_offset": Kept("How far the demo's time has been moved", _STAYS),
    "retention_run": Kept("When what is over was last erased", _STAYS),
}


def as_markdown() -> str:
    """Return the map as a table of a document."""
    rows = [f"| `{table}` | {kept.what} | {kept.how_long} |" for table, kept in DATA_MAP.items()]
    return "\n".join(["| Table | What | How long |", "|-|-|-|", *rows]) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")  # noqa: T201 (this is what it is for)
