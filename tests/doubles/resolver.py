"""A resolver in place of the machine's own: it says where names lead, and what it was asked.

A public address can be routed to this machine, so that a test's server stands in for a platform on
the internet.
"""

import socket
import threading
from typing import Any

PUBLIC = "93.184.215.14"


class Resolver:
    """`names` maps a name to its answers, one for each look-up; the last one stays."""

    def __init__(self) -> None:
        self.names: dict[str, list[list[str]]] = {}
        self.routed: set[str] = set()
        self.asked: list[str] = []
        self.never_answers = threading.Event()
        self.silent: set[str] = set()
        self._real = socket.getaddrinfo

    def getaddrinfo(self, host: str, port: Any, *more: Any, **options: Any) -> Any:
        """Stand in for `socket.getaddrinfo`."""
        self.asked.append(host)
        if host in self.silent:
            self.never_answers.wait(60)
        if host in self.routed:
            return self._real("127.0.0.1", port, *more, **options)
        if host not in self.names:
            return self._real(host, port, *more, **options)
        answers = self.names[host]
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [entry for ip in addresses for entry in self._real(ip, port, type=1)]
