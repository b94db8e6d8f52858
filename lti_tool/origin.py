"""Origins: which sites may frame a visit, and which addresses may be shown."""

from functools import lru_cache
from urllib.parse import urlsplit

from lti_tool.claims import LaunchClaims
from lti_tool.platform import Platform

_PUNCTUATION = str.maketrans("", "", ".-_")


def frame_ancestors(platform: Platform, claims: LaunchClaims) -> str:
    """Return the platform's origins: issuer, sign-in, return and services (decision 7)."""
    known = (
        platform.issuer,
        platform.auth_url,
        claims.launch_presentation.return_url,
        claims.endpoint.lineitems,
        claims.endpoint.lineitem,
    )
    return " ".join(sorted({origin for url in known if url and (origin := origin_of(url))}))


def web_address(url: str | None) -> str | None:
    """Return an address if it is one of the web."""
    return url if url and origin_of(url) else None


@lru_cache(maxsize=2048)
def origin_of(url: str) -> str | None:
    """Return scheme, host and port; None for what is not an address of the web.

    A host of odd letters is left out: it would end up in a header.
    """
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    host = parts.hostname or ""
    plain = host.translate(_PUNCTUATION)
    if parts.scheme not in ("https", "http") or not (plain.isascii() and plain.isalnum()):
        return None
    return f"{parts.scheme}://{host}{port}"
