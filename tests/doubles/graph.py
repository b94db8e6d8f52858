"""Graph for tests: it checks tokens, keeps to the documented rates, and can be told to fail.

What it does with notifications stands in `activity_feed`. Others may add routes of their own.
"""

import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jwt
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from doubles.activity_feed import ActivityFeed, Refused
from doubles.entra import CLIENT_ID, NORRVIK, Entra

SINGLE, BULK = "single", "bulk"
PER_SECOND = {SINGLE: 5, BULK: 2}
"""Calls a second, for each app and tenant."""
PER_USER_AND_MINUTE = 10
FRESH = 45 * 60
"""Seconds that a token must still have for a call in bulk."""
_ONE = re.compile(r"/v1\.0/users/([^/]+)/teamwork/sendActivityNotification")
_MANY = "/v1.0/teamwork/sendActivityNotificationToRecipients"

Claims = dict[str, Any]
Route = Callable[[Request, Claims], Response | None]


@dataclass(frozen=True)
class Call:
    """One call, in the order in which they came. `at` is monotonic."""

    path: str
    tenant: str | None
    status: int
    recipients: int
    at: float


@dataclass
class Faults:
    """What it is told to answer instead, once each; and how long it keeps an answer back."""

    answers: deque[Response] = field(default_factory=deque)
    hold: float = 0.0
    """Seconds between having done what it is asked and saying so."""

    def say(self, status: int, times: int = 1, **headers: str) -> None:
        """Answer the next calls with this status, having done nothing."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.extend(failure(status, "Told", told) for _n in range(times))


class Graph:
    """Graph beside the stand-in for Entra, whose keys sign its tokens.

    `pace` makes its clock run so many times faster, for rates and for nothing else.
    """

    def __init__(self, entra: Entra, pace: float = 1.0) -> None:
        self.feed = ActivityFeed(CLIENT_ID)
        self.faults = Faults()
        self.log: list[Call] = []
        self.rates = dict(PER_SECOND)
        self.routes: list[Route] = [self._send_one, self._send_many]
        self._entra, self._pace = entra, pace
        self._lock = threading.Lock()
        self._recent: dict[tuple[str, str], deque[float]] = {}
        self._server = make_server("127.0.0.1", 0, self._serve, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def token(self, tenant: str = NORRVIK, **changes: Any) -> str:
        """A token for Baton as itself, as Entra gives it; a change of None removes a claim."""
        at = int(time.time())
        claims = {
            "aud": self.url,
            "iss": f"https://sts.windows.net/{tenant}/",
            "iat": at,
            "nbf": at,
            "exp": at + 3600,
            "tid": tenant,
            "appid": CLIENT_ID,
            "idtyp": "app",
            "ver": "1.0",
            **changes,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        return self._entra.sign(kept, tenant)

    @property
    def statuses(self) -> list[int]:
        return [call.status for call in self.log]

    def busiest(self, seconds: float, ending: str) -> int:
        """The most calls that came within so many seconds, of those whose path ends like this."""
        times = [call.at for call in self.log if call.path.endswith(ending)]
        return max((sum(0 <= t - at < seconds for t in times) for at in times), default=0)

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Any:
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        claims: Claims = {}
        with self._lock:
            try:
                claims = self._check(request)
                told = self.faults.answers.popleft() if self.faults.answers else None
                answer = told or self._route(request, claims)
            except Refused as refused:
                answer = failure(refused.status, refused.code, refused.headers)
            body = request.get_json(silent=True)
            many = body.get("recipients") if isinstance(body, dict) else None
            count = len(many) if isinstance(many, list) else 1
            tenant = claims.get("tid")
            self.log.append(Call(request.path, tenant, answer.status_code, count, time.monotonic()))
        if self.faults.hold:
            time.sleep(self.faults.hold)
        return answer

    def _route(self, request: Request, claims: Claims) -> Response:
        for route in self.routes:
            answer = route(request, claims)
            if answer is not None:
                return answer
        return failure(404, "ResourceNotFound")

    def _check(self, request: Request) -> Claims:
        """Read the token, as strictly as Graph: signature, audience, times, tenant."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            tenant = next(name for name, known in self._entra.kids.items() if known == kid)
            key = self._entra.keys[tenant].public_key()
            claims: Claims = jwt.decode(token, key, ["RS256"], audience=self.url)
        except (jwt.InvalidTokenError, StopIteration):
            raise Refused(401, "InvalidAuthenticationToken") from None
        if claims.get("tid") != tenant:
            raise Refused(401, "InvalidAuthenticationToken")
        return claims

    def _send_one(self, request: Request, claims: Claims) -> Response | None:
        found = _ONE.fullmatch(request.path)
        if found is None or request.method != "POST":
            return None
        user = found[1].lower()
        self._throttle(claims["tid"], SINGLE, self.rates[SINGLE], 1.0)
        self._throttle(f"{claims['tid']}/{user}", "user", PER_USER_AND_MINUTE, 60.0)
        self.feed.take_one(claims, user, request.get_json(silent=True))
        return Response(status=204)

    def _send_many(self, request: Request, claims: Claims) -> Response | None:
        if request.path != _MANY or request.method != "POST":
            return None
        self._throttle(claims["tid"], BULK, self.rates[BULK], 1.0)
        if claims["exp"] - time.time() < FRESH:
            raise Refused(412, "PreconditionFailed")
        users = self.feed.check_many(request.get_json(silent=True))
        for user in users:
            self._throttle(f"{claims['tid']}/{user}", "user", PER_USER_AND_MINUTE, 60.0)
        self.feed.take_many(claims, users, request.get_json(silent=True))
        return Response(status=202)

    def _throttle(self, who: str, what: str, most: int, seconds: float) -> None:
        """Let at most so many through in any such time."""
        now = time.monotonic() * self._pace
        recent = self._recent.setdefault((who, what), deque())
        while recent and now - recent[0] >= seconds:
            recent.popleft()
        if len(recent) >= most:
            wait = (seconds - (now - recent[0])) / self._pace
            raise Refused(429, "TooManyRequests", {"Retry-After": str(int(wait) + 1)})
        recent.append(now)


def failure(status: int, code: str, headers: dict[str, str] | None = None) -> Response:
    """An answer in the form of Graph's errors."""
    error = {"code": code, "message": "It did not work.", "innerError": {"request-id": "1"}}
    return Response(json.dumps({"error": error}), status, headers, content_type="application/json")
