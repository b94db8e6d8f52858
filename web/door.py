"""A door: how somebody came in. A visit remembers it, and its pages look and lead accordingly."""

LTI = "lti"
"""A link in an LMS."""
TEAMS = "teams"
"""Their own tab in Microsoft Teams."""
CHANNEL = "channel"
"""A tab in Teams that several people have in common, in a channel, a chat or a meeting."""
IN_TEAMS = frozenset({TEAMS, CHANNEL})
TEAMS_TAB = "/teams/tab"
"""The path at which the tab begins: it signs in, and leads to where one goes on."""
