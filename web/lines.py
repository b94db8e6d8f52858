"""The lines over which Baton asks: each leads to a checked address, and is cut when time is up.

urllib3 makes them; here is decided where they lead. The public kind pins the address that
requests-hardened has looked up and checked, so a name cannot lead elsewhere a moment later.
"""

import ipaddress
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.connection import create_connection

from web.deadline import current_deadline, in_time
from web.safe_address import check_public, look_up
from web.unreachable import Unreachable

_CONNECTIONS = 64


class PublicAdapter(IPFilterAdapter):  # type: ignore[misc] # it has no types
    """https to public addresses, and nothing else."""

    def __init__(self) -> None:
        super().__init__(is_https_proto=True)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def build_connection_pool_key_attributes(
        self,
        request: requests.PreparedRequest,
        verify: Any,
        cert: Any = None,
    ) -> Any:
        """Look the host up, check the address, and put it in the host's place."""
        build = super().build_connection_pool_key_attributes
        host = urlsplit(str(request.url)).hostname
        try:
            params, options = in_time(lambda: build(request, verify, cert))
        except InvalidIPAddress:
            raise Unreachable(f"{host} leads into a private network") from None
        check_public(ipaddress.ip_address(params["host"].strip("[]")), str(host))
        return params, options


class PrivateAdapter(HTTPAdapter):
    """http or https, to any address at which a platform can be."""

    def __init__(self) -> None:
        super().__init__(pool_maxsize=_CONNECTIONS)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Return what makes lines to a proxy; they are cut in time like all others."""
        manager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = _POOLS
        return manager


class _Watched(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        line = self._connect()
        deadline = current_deadline()
        if deadline is not None:
            deadline.watch(line)
        return line

    def _connect(self) -> socket.socket:
        """Connect to the first address that answers, and to none that was not looked at."""
        problem = OSError("the name has no address")
        for address in in_time(lambda: look_up(self.host, self.port)):
            try:
                return create_connection(
                    (address, self.port), self._patience(), socket_options=self.socket_options
                )
            except OSError as fault:
                problem = fault
        raise problem

    def _patience(self) -> float | None:
        deadline, most = current_deadline(), self.timeout
        limit = most if isinstance(most, int | float) else None
        if deadline is None:
            return limit
        return deadline.left() if limit is None else min(limit, deadline.left())

    def request(self, *arguments: Any, **options: Any) -> None:
        """Make a request, on a line that may have been kept from an earlier one."""
        deadline = current_deadline()
        if deadline is not None and self.sock is not None:
            deadline.watch(self.sock)
        super().request(*arguments, **options)


class _WatchedSecure(_Watched, HTTPSConnection):
    """The same with TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _WatchedSecure


_POOLS: Mapping[str, type[HTTPConnectionPool]] = {"http": _Pool, "https": _SecurePool}
