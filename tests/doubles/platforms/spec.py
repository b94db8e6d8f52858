"""The standard's names that every stand-in needs, and how a request is turned down."""

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
SCOPES = (
    f"{AGS}scope/lineitem",
    f"{AGS}scope/lineitem.readonly",
    f"{AGS}scope/result.readonly",
    f"{AGS}scope/score",
    f"{NRPS}scope/contextmembership.readonly",
)


class Refused(Exception):
    """A request that the platform does not take: status and what it says."""

    def __init__(self, status: int, said: object) -> None:
        super().__init__(str(said))
        self.status, self.said = status, said
