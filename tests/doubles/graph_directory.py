"""Who reports to whom, as Graph's directory tells it: only to a person, with both permissions."""

import json
from typing import Any

from werkzeug.wrappers import Request, Response

from doubles.activity_feed import Refused
from doubles.graph import Claims, Graph

PATH = "/v1.0/me/directReports"
_NEEDED = {"User.Read", "User.ReadBasic.All"}
_BASIC = {"id", "displayName", "userPrincipalName", "givenName", "surname", "mail"}
"""What `User.ReadBasic.All` shows of others, of what is asked for here."""
USER, CONTACT = "#microsoft.graph.user", "#microsoft.graph.orgContact"


def entry(oid: str, name: str = "Somebody", kind: str = USER, **more: Any) -> dict[str, Any]:
    user_name = f"{name.lower()}@norrvik.example"
    told = {"id": oid, "displayName": name, "userPrincipalName": user_name, **more}
    return {"@odata.type": kind, **told}


class GraphDirectory:
    """Adds itself to a Graph."""

    def __init__(self, graph: Graph) -> None:
        self.reports: dict[str, list[dict[str, Any]]] = {}
        """By the manager's object id."""
        self.page = 100
        self.asked: list[dict[str, str]] = []
        self._graph = graph
        graph.routes.append(self._direct_reports)

    def let_report(self, manager: str, *reports: str | dict[str, Any]) -> None:
        listed = [one if isinstance(one, dict) else entry(one) for one in reports]
        self.reports[manager] = listed

    def _direct_reports(self, request: Request, claims: Claims) -> Response | None:
        if request.path != PATH or request.method != "GET":
            return None
        if claims.get("idtyp") == "app" or not isinstance(claims.get("scp"), str):
            # There is no "me" for an app.
            raise Refused(400, "BadRequest")
        if not set(claims["scp"].split()) >= _NEEDED:
            raise Refused(403, "Authorization_RequestDenied")
        self.asked.append(request.args.to_dict())
        fields = request.args.get("$select", ",".join(_BASIC)).split(",")
        if not set(fields) <= _BASIC:
            raise Refused(403, "Authorization_RequestDenied")
        start = int(request.args.get("$skiptoken", "0"))
        mine = self.reports.get(claims["oid"], [])
        some = mine[start : start + self.page]
        body: dict[str, Any] = {
            "value": [
                {name: value for name, value in one.items() if name in (*fields, "@odata.type")}
                for one in some
            ]
        }
        if start + len(some) < len(mine):
            query = f"$select={','.join(fields)}&$skiptoken={start + len(some)}"
            body["@odata.nextLink"] = f"{self._graph.url}{PATH}?{query}"
        return Response(json.dumps(body), content_type="application/json")
