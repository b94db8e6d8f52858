"""What can be chosen about a practice Teams when it is made."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from practice_lms.loopback import is_loopback

TENANT_ID = "5f1d0c8e-2b7a-4c3d-9e6f-0a1b2c3d4e5f"
"""The directory of Norrvik: invented, like everything in it."""
CLIENT_ID = "8c0ffee0-1b2c-4d3e-8f40-5a6b7c8d9e0f"


@dataclass(frozen=True)
class Settings:
    """One practice Teams and the one app in it; a bad value raises ValueError with a sentence.

    `origin` (such as "http://127.0.0.1:8802") is where it is served, and also the authority of its
    Entra. `frame_url` is the page of `practice_teams.relay` on the app's own origin. `lms_url` is
    the origin of the practice LMS whose grades are shown beside it.
    """

    origin: str
    frame_url: str
    lms_url: str | None = None
    client_id: str = CLIENT_ID
    tenant_id: str = TENANT_ID
    token_seconds: int = 3600

    def __post_init__(self) -> None:
        host = urlsplit(self.origin).hostname or ""
        if self.origin != f"http://{urlsplit(self.origin).netloc}" or not is_loopback(host):
            raise ValueError(
                f"The practice Teams has no passwords, so it serves this machine only: "
                f"{self.origin!r} is not a loopback address."
            )
        for url in filter(None, (self.frame_url, self.lms_url)):
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.netloc:
                raise ValueError(f"{url!r} must be a whole http or https address.")

    @property
    def frame_origin(self) -> str:
        """The origin of the app's pages, as a browser writes it."""
        parts = urlsplit(self.frame_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def issuer(self) -> str:
        """Who issues the tokens of this tenant (version 2)."""
        return f"{self.origin}/{self.tenant_id}/v2.0"
