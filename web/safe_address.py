"""Which addresses Baton asks: those of the public internet, and nothing that only we can reach.

Whoever registers a platform, or has one, chooses addresses that Baton then asks from inside its own
network (server-side request forgery). `allow_http` is the exception that an operator makes for one
registration, or for an address in the settings (`web.http.call_named`).
"""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from web.unreachable import Unreachable

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

_HTTPS = 443
_FIRST_FREE_PORT = 1024
_MOST_ADDRESSES = 8
"""How many addresses of one name are tried."""
_UNICAST = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given to networks. What lies outside is local, or IPv4 in disguise."""
_METADATA = ipaddress.ip_network("fd00:ec2::/32")
"""Where machines of a cloud find their own credentials; IPv4 has it among the link-local ones."""


def check_address(url: str, *, allow_http: bool) -> str:
    """Return the host of an address that may be asked; its name is not looked up yet.

    Raises Unreachable.
    """
    parts = _split(url)
    host = parts.hostname if parts else None
    if parts is None or not host or parts.scheme not in ("https", "http"):
        raise Unreachable(f"not a web address: {url[:200]!r}")
    if parts.username is not None or parts.password is not None:
        # `requests` would send it in place of our token.
        raise Unreachable(f"the address of {host} holds a user name")
    if parts.scheme == "http" and not allow_http:
        raise Unreachable(f"plain http is not allowed for {host}")
    port = _HTTPS if parts.port is None else parts.port
    if not allow_http and port != _HTTPS and port < _FIRST_FREE_PORT:
        raise Unreachable(f"port {port} of {host} is not one of a website")
    return host


def check_public(ip: Ip, host: str) -> None:
    """Raise Unreachable unless the address, which `host` leads to, is on the public internet."""
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _UNICAST:
        raise _private(host)
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        raise _private(host)


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host that is allowed to be in a private network.

    Raises Unreachable if one of them can be no platform at all: link-local addresses, where clouds
    keep a machine's credentials, and multicast. Raises OSError if there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))[:_MOST_ADDRESSES]
    for address in addresses:
        ip = plain(ipaddress.ip_address(address))
        if ip.is_link_local or ip.is_multicast or ip in _METADATA:
            raise Unreachable(f"{host} leads to an address where no platform can be")
    return addresses


def plain(ip: Ip) -> Ip:
    """Return the IPv4 address that an IPv6 address stands for, if it does."""
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return mapped or ip


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return parts if port != 0 else None


def _private(host: str) -> Unreachable:
    return Unreachable(f"{host} leads into a private network")
