"""On behalf of a person: their tokens for Graph, kept in this process's memory and nowhere else.

A token is for one person and some scopes. It lets Baton read what they may read, so it is not
written down, and it is forgotten shortly before it ends. Another process asks for its own.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from teams_app.confidential_client import ConfidentialClient, GraphToken
from teams_app.token import Person

MARGIN = 300.0
"""Seconds before its end at which a token is used no more."""
MOST = 2000
"""Tokens that are kept; beyond that, those that have ended are forgotten."""

Clock = Callable[[], float]
_Key = tuple[str, str, tuple[str, ...]]


@dataclass
class _Place:
    """Room for one token. Whoever holds the lock may ask for it; others wait and find it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    token: GraphToken | None = None
    ends: float = 0.0


class OnBehalfOf:
    """The tokens of everybody for whom this process has asked. Safe to use from many threads."""

    def __init__(self, client: ConfidentialClient, clock: Clock = time.monotonic) -> None:
        self._client, self._clock = client, clock
        self._places: dict[_Key, _Place] = {}
        self._lock = threading.Lock()

    def token(self, who: Person, assertion: str, scopes: Sequence[str]) -> GraphToken:
        """Return a token for a person whose own token was checked just now.

        Raises what `ConfidentialClient.token_for_person` raises.
        """
        place = self._place((who.tenant_id, who.object_id, tuple(sorted(scopes))))
        with place.lock:
            if place.token is None or self._clock() >= place.ends:
                place.token = None
                at = self._clock()
                place.token = self._client.token_for_person(who.tenant_id, assertion, scopes)
                place.ends = at + place.token.lasts - MARGIN
            return place.token

    def forget(self, who: Person) -> None:
        """Forget a person's tokens, as when Graph does not take one any more."""
        with self._lock:
            mine = [key for key in self._places if key[:2] == (who.tenant_id, who.object_id)]
            for key in mine:
                del self._places[key]

    def _place(self, key: _Key) -> _Place:
        with self._lock:
            if len(self._places) >= MOST:
                self._tidy()
            return self._places.setdefault(key, _Place())

    def _tidy(self) -> None:
        at = self._clock()
        over = [key for key, place in self._places.items() if at >= place.ends]
        # One whose token is being asked for just now has no end yet; its holder keeps it.
        for key in over:
            del self._places[key]
