"""What can be chosen about a practice LMS when it is made."""

import math
from dataclasses import dataclass
from urllib.parse import urlsplit

from practice_lms.loopback import is_loopback

_OF_THE_TOOL = ("tool_login_url", "tool_launch_url", "tool_jwks_url")


@dataclass(frozen=True)
class Settings:
    """One practice LMS and the one tool it knows; a bad value raises ValueError with a sentence.

    `origin` (such as "http://127.0.0.1:8801") is where the LMS is served and is its issuer.
    `tool_launch_url` is the only registered redirect URI and the only target link URI.
    `teams_url` is the origin of a practice Teams, which may show its people's grades in a frame.
    Times are in seconds. `week_later_url` and `week_later_secret` come together or not at all.
    With `storage_is_silent`, logins name a storage that never answers, as in Canvas's apps.
    With `moodle_links`, Link headers have the curly quotes and the `&amp;` of a Moodle 4.5.
    """

    origin: str
    tool_login_url: str
    tool_launch_url: str
    tool_jwks_url: str
    client_id: str = "baton-demo"
    deployment_id: str = "1"
    week_later_url: str | None = None
    week_later_secret: str | None = None
    teams_url: str | None = None
    id_token_seconds: int = 60
    token_seconds: int = 3600
    hold_scores_seconds: float = 0.0
    offers_storage: bool = False
    storage_is_silent: bool = False
    moodle_links: bool = False
    locale: str = "en"

    def __post_init__(self) -> None:
        self._check_origin()
        for name in (*_OF_THE_TOOL, "week_later_url", "teams_url"):
            self._check_url(name)
        if bool(self.week_later_url) != bool(self.week_later_secret):
            raise ValueError("week_later_url and week_later_secret are needed together.")
        if not 0 <= self.hold_scores_seconds < math.inf:
            raise ValueError("Scores can be held for 0 seconds or more.")

    def _check_origin(self) -> None:
        parts = urlsplit(self.origin)
        if parts.scheme != "http" or self.origin != f"http://{parts.netloc}":
            raise ValueError(f"origin must look like http://127.0.0.1:8801, not {self.origin!r}.")
        if not is_loopback(parts.hostname or ""):
            raise ValueError(
                f"The practice LMS has no passwords, so it serves this machine only: "
                f"{parts.hostname!r} is not a loopback address."
            )

    def _check_url(self, name: str) -> None:
        url = getattr(self, name)
        if url is None:
            return
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError(f"{name} must be a whole http or https address, not {url!r}.")

    @property
    def token_url(self) -> str:
        """Where the tool asks for access tokens; also the audience of what it signs."""
        return f"{self.origin}/token"

    @property
    def tool_origins(self) -> list[str]:
        """The origins the tool's pages come from, as a browser writes them."""
        urls = (urlsplit(self.tool_login_url), urlsplit(self.tool_launch_url))
        return sorted({f"{url.scheme}://{url.netloc}" for url in urls})
