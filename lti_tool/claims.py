"""The claims of a launch, checked for type and size before anything looks at them.

Names and shapes: LTI Core 1.3 section 5, AGS 2.0 section 3.1, NRPS 2.0 section 3, Deep Linking 2.0
section 4.4.
"""

from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from lti_tool.problems import BadMessage

LONGEST_ID = 255
LONGEST_DATA = 32_768
"""Characters; platforms put whole signed tokens into the `data` that comes back to them."""
LTI = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"


def _number_as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _can_be_kept(value: str) -> str:
    """Refuse what a database would not take: JSON can hold a null and half a character."""
    if "\x00" in value:
        raise ValueError("holds a null character")
    value.encode()  # raises a ValueError for half a character
    return value


def usable_name(value: object) -> str | None:
    """Return what somebody is called, or None for what no name can be.

    That includes a variable which the platform did not resolve: it begins with `$`.
    """
    text = _number_as_text(value)
    if not isinstance(text, str) or not text.strip() or text.startswith("$"):
        return None
    try:
        kept = _can_be_kept(text.strip())
    except ValueError:
        return None
    return kept if len(kept) <= LONGEST_ID else None


def _object(value: object) -> object:
    return value if isinstance(value, dict) else {}


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in ("https", "http") or not parts.hostname:
        raise ValueError("is not a web address")
    return value


def _scalars(value: object) -> object:
    """Keep what can be a custom parameter; an unresolved `$Variable` counts as absent."""
    if not isinstance(value, dict):
        return value
    texts = {key: _number_as_text(item) for key, item in value.items()}
    return {key: item for key, item in texts.items() if isinstance(item, str) and item[:1] != "$"}


Id = Annotated[
    str,
    BeforeValidator(_number_as_text),
    StringConstraints(min_length=1, max_length=LONGEST_ID),
    AfterValidator(_can_be_kept),
]
Text = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_can_be_kept)]
Address = Annotated[Text, AfterValidator(_web_address)]
Name = Annotated[str | None, BeforeValidator(usable_name)]
Custom = Annotated[dict[str, Text], BeforeValidator(_scalars)]


class _Claims(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class ResourceLinkClaim(_Claims):
    """The link in the course that was opened."""

    id: Id
    title: Text | None = None


class ContextClaim(_Claims):
    """The course."""

    id: Id
    label: Text | None = None
    title: Text | None = None


class EndpointClaim(_Claims):
    """Where grades go."""

    scope: list[Text] = Field(default_factory=list, max_length=50)
    lineitems: Address | None = None
    lineitem: Address | None = None


class RosterClaim(_Claims):
    """Where the roster is."""

    context_memberships_url: Address | None = None


class LisClaim(_Claims):
    """What the organisation's own records call the person."""

    person_sourcedid: Name = None


class ExtClaim(_Claims):
    """Moodle's own claim."""

    user_username: Name = None


class DeepLinkingClaim(_Claims):
    """What a platform takes back from a picker, and where."""

    deep_link_return_url: Address
    accept_types: list[Text] = Field(max_length=50)
    accept_presentation_document_targets: list[Text] = Field(max_length=50)
    accept_multiple: bool | None = None
    accept_lineitem: bool | None = None
    data: (
        Annotated[str, StringConstraints(max_length=LONGEST_DATA), AfterValidator(_can_be_kept)]
        | None
    ) = None
    """Comes back as it went out, byte for byte."""


class PresentationClaim(_Claims):
    """How the LMS shows us."""

    locale: Text | None = None
    return_url: Text | None = None
    document_target: Text | None = None


class ToolPlatformClaim(_Claims):
    """Which LMS it is."""

    product_family_code: Text | None = None


_PLAIN = {"iss", "sub", "name", "given_name", "family_name", "email"}


_ELSEWHERE = {
    "endpoint": AGS,
    "namesroleservice": NRPS,
    "deep_linking_settings": DEEP_LINKING,
    "canvas_login": "https://www.instructure.com/canvas_user_login_id",
}


def _claim(field: str) -> str:
    if field in _PLAIN:
        return field
    return _ELSEWHERE.get(field, LTI + field)


class LaunchClaims(_Claims):
    """A launch, as far as Baton reads it. Each field is named for its claim."""

    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=_claim)

    iss: Id
    sub: Id | None = None
    message_type: Text
    version: Text
    deployment_id: Id
    roles: list[Text] = Field(default_factory=list, max_length=100)
    resource_link: ResourceLinkClaim | None = None
    context: ContextClaim | None = None
    custom: Custom = Field(default_factory=dict)
    launch_presentation: PresentationClaim = Field(default_factory=PresentationClaim)
    tool_platform: ToolPlatformClaim = Field(default_factory=ToolPlatformClaim)
    endpoint: EndpointClaim = Field(default_factory=EndpointClaim)
    namesroleservice: RosterClaim = Field(default_factory=RosterClaim)
    lis: Annotated[LisClaim, BeforeValidator(_object)] = Field(default_factory=LisClaim)
    ext: Annotated[ExtClaim, BeforeValidator(_object)] = Field(default_factory=ExtClaim)
    canvas_login: Name = None
    deep_linking_settings: DeepLinkingClaim | None = None
    name: Text | None = None
    given_name: Text | None = None
    family_name: Text | None = None
    email: Text | None = None

    @property
    def full_name(self) -> str | None:
        """The person's name, however the platform sends it; at most 200 characters."""
        parts = " ".join(part for part in (self.given_name, self.family_name) if part)
        return (self.name or parts or "").strip()[:200] or None

    @property
    def user_name(self) -> str | None:
        """What the person types to sign in at the platform, if it tells."""
        told = self.ext.user_username or self.canvas_login
        return told or usable_name(self.custom.get("user_name"))

    @property
    def sourced_id(self) -> str | None:
        """The organisation's own number for the person, if the platform tells."""
        told = self.lis.person_sourcedid
        return told or usable_name(self.custom.get("person_sourcedid"))


def read_claims(body: dict[str, Any]) -> LaunchClaims:
    """Check the claims of a message; one that is null counts as absent.

    Raises BadMessage, naming the first claim that is wrong in its log reason.
    """
    try:
        return LaunchClaims.model_validate({k: v for k, v in body.items() if v is not None})
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise BadMessage(f"claim {where[:120]}: {first['msg'][:120]}") from None
