"""What a platform says of itself before a registration (Dynamic Registration 1.0, section 3.4)."""

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

from lti_tool.claims import LONGEST_ID, Address, Text
from lti_tool.quirks import Quirks, quirks_of
from lti_tool.register_problems import RegistrationFailed
from web.http import Answer
from web.language import gettext as _

_LONGEST_FAMILY = 64
_MOST_SCOPES = 200


def _plain(url: str) -> str:
    """Refuse what is no address for a machine: a name before the host, a fragment, a space."""
    parts = urlsplit(url)
    if parts.username is not None or parts.fragment or not url.isprintable() or " " in url:
        raise ValueError("is not a plain web address")
    return url


def _texts(value: object) -> list[str]:
    """Return a list of words, however it is written; what else stands in it is left out."""
    words = value.split() if isinstance(value, str) else value
    if not isinstance(words, list):
        return []
    return [word for word in words[:_MOST_SCOPES] if isinstance(word, str)]


def _product(value: object) -> str:
    """Return the product's code, or nothing: a launch will tell it again."""
    code = value.get("product_family_code") if isinstance(value, dict) else None
    if not isinstance(code, str) or not code.isprintable():
        return ""
    return code[:_LONGEST_FAMILY].lower()


def _address_or_none(value: object) -> object:
    """Keep an address. Canvas names a bare host here, which nobody takes as an audience."""
    return value if isinstance(value, str) and value.startswith(("https://", "http://")) else None


Endpoint = Annotated[Address, AfterValidator(_plain)]


class PlatformConfiguration(BaseModel):
    """The platform's own description, as far as Baton reads it, in the standard's words."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    issuer: Annotated[Endpoint, StringConstraints(max_length=LONGEST_ID)]
    authorization_endpoint: Endpoint
    token_endpoint: Endpoint
    jwks_uri: Endpoint
    registration_endpoint: Endpoint
    authorization_server: Annotated[Text | None, BeforeValidator(_address_or_none)] = None
    """What the token endpoint wants as audience, if that differs from its address."""
    scopes_supported: Annotated[list[str], BeforeValidator(_texts)] = Field(default_factory=list)
    family: Annotated[str, BeforeValidator(_product)] = Field(
        default="", alias="https://purl.imsglobal.org/spec/lti-platform-configuration"
    )

    @property
    def quirks(self) -> Quirks:
        """What is special about this platform."""
        return quirks_of(self.family)

    @property
    def shares_issuer(self) -> bool:
        """Whether other customers of its maker have the same issuer."""
        return self.issuer in self.quirks.shared_issuers


_ADDRESSES = (
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "registration_endpoint",
)


def read_configuration(answer: Answer, url: str, *, allow_http: bool) -> PlatformConfiguration:
    """Check a platform's configuration, which was read at `url`.

    Raises RegistrationFailed, naming the first field that is missing or wrong.
    """
    body = answer.json()
    if not isinstance(body, dict):
        raise RegistrationFailed(
            _("What your learning platform says of itself could not be read."),
            f"the configuration is no JSON object (status {answer.status})",
            _("Ask the person who looks after the platform to open the configuration's address."),
        )
    configuration = _checked(body)
    if not allow_http:
        _check_https(configuration)
    _check_host(configuration, url)
    return configuration


def _checked(body: dict[str, Any]) -> PlatformConfiguration:
    try:
        return PlatformConfiguration.model_validate(
            {name: value for name, value in body.items() if value is not None}
        )
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0])
        raise RegistrationFailed(
            _missing(name) if first["type"] == "missing" else _unusable(name),
            f"configuration {name}: {first['msg'][:120]}",
        ) from None


def _missing(name: str) -> str:
    return _(
        "The configuration of your learning platform has no “%(name)s”. Baton cannot connect "
        "without it; it is for the platform's side to add.",
        name=name,
    )


def _unusable(name: str) -> str:
    return _(
        "In the configuration of your learning platform, “%(name)s” is not a usable web address. "
        "It is for the platform's side to mend.",
        name=name,
    )


def _check_https(configuration: PlatformConfiguration) -> None:
    for name in _ADDRESSES:
        if urlsplit(getattr(configuration, name)).scheme != "https":
            raise plain_http(name)


def plain_http(name: str) -> RegistrationFailed:
    """Return the refusal of an address on plain http."""
    return RegistrationFailed(
        _("“%(name)s” of your learning platform is on plain http, not on https.", name=name),
        f"configuration {name}: plain http",
        _(
            "If that is meant, as in a closed network, ask the person who runs Baton for an "
            "invitation with “--allow-http”."
        ),
    )


def _check_host(configuration: PlatformConfiguration, url: str) -> None:
    """See that the platform speaks for itself: all of this comes from one host, or its maker's."""
    host, makers = _host(url), configuration.quirks.maker_domains
    issuer, endpoint = _host(configuration.issuer), _host(configuration.registration_endpoint)
    is_makers = _is_within(host, makers)
    if issuer != host and not (
        configuration.shares_issuer or (is_makers and _is_within(issuer, makers))
    ):
        raise _elsewhere("issuer", issuer, host)
    # Canvas's maker serves the configuration, and names the school's own host in it.
    if endpoint != host and not is_makers:
        raise _elsewhere("registration_endpoint", endpoint, host)


def _elsewhere(name: str, other: str, host: str) -> RegistrationFailed:
    return RegistrationFailed(
        _(
            "“%(name)s” in the configuration of your learning platform leads to %(other)s, but "
            "the configuration itself comes from %(host)s. Baton connects only what is one.",
            name=name,
            other=other,
            host=host,
        ),
        f"configuration {name}: its host is not that of the configuration",
    )


def _is_within(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
