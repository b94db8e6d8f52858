"""The signed assertion with which a tool asks for an access token.

1EdTech Security Framework 1.0, section 4.1.1; RFC 7523, section 3.
"""

import time
from dataclasses import dataclass
from typing import Any

import jwt

from practice_lms.outgoing import NoAnswer, ask

_LONGEST_LIFE = 3600
_LEEWAY = 10


class NotTheTool(Exception):
    """The assertion does not prove that the tool is asking; the text says why."""


class ToolKeys(jwt.PyJWKClient):
    """The tool's published keys: kept, and fetched again for a `kid` they do not hold."""

    def __init__(self, url: str) -> None:
        super().__init__(url, cooldown_duration=0)

    def fetch_data(self) -> Any:
        """Fetch the key set; raises PyJWKClientConnectionError."""
        try:
            return ask(self.uri)
        except NoAnswer as error:
            raise jwt.PyJWKClientConnectionError(str(error)) from error


@dataclass(frozen=True)
class Assertion:
    """A good assertion: its id, which is good for one use, and its end in seconds since 1970."""

    jti: str
    exp: int


def check_assertion(assertion: str, *, keys: ToolKeys, client_id: str, audience: str) -> Assertion:
    """Return what remains to be known of an assertion that holds; raises NotTheTool.

    Whether its `jti` was used before is for the caller to find out.
    """
    try:
        claims = jwt.decode(
            assertion,
            _key_of(assertion, keys),
            algorithms=["RS256"],
            issuer=client_id,
            subject=client_id,
            audience=audience,
            leeway=_LEEWAY,
            options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"]},
        )
    except (jwt.PyJWTError, ValueError, OverflowError, RecursionError) as error:
        raise NotTheTool(f"The client assertion does not hold: {error}") from error
    exp = int(claims["exp"])
    if exp > time.time() + _LONGEST_LIFE + _LEEWAY:
        raise NotTheTool("The client assertion lives longer than an hour.")
    return Assertion(claims["jti"], exp)


def _key_of(assertion: str, keys: ToolKeys) -> jwt.PyJWK:
    kid = jwt.get_unverified_header(assertion).get("kid")
    if not kid:
        raise NotTheTool("The client assertion's header has no kid.")
    return keys.get_signing_key(kid)
