"""The manifest of the Teams app: what is the same everywhere, and what is this Baton's own."""

import ipaddress
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import learning
from learning.errors import Refusal
from teams_app.entra import Entra
from teams_app.permission import PERMISSIONS

FOLDER = Path(learning.__file__).parent.parent / "manifests" / "teams"
"""The manifest in English, a file of texts for each other language, and the icons."""
MANIFEST = "manifest.json"

LONGEST_DEVELOPER = 32
_LONGEST_URL = 2048
_VERSION = re.compile(r"(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})")


class CannotBuild(Refusal):
    """Something that the package needs is missing or cannot be right; the sentence names it."""


@dataclass(frozen=True)
class Publisher:
    """Who offers the app, as Teams shows it."""

    name: str
    privacy_url: str
    terms_url: str


def languages() -> list[str]:
    """Return the languages besides English, by their tags."""
    return sorted(file.stem for file in FOLDER.glob("*.json") if file.name != MANIFEST)


def build_manifest(entra: Entra, publisher: Publisher, version: str) -> dict[str, Any]:
    """Return the manifest of this Baton's app.

    Raises CannotBuild, and names the setting or option to change.
    """
    _check_settings(entra)
    _check_publisher(publisher)
    if not _VERSION.fullmatch(version):
        raise CannotBuild(f"--version must be three numbers, such as 1.0.1, not {version!r}.")
    manifest: dict[str, Any] = json.loads((FOLDER / MANIFEST).read_bytes())
    for tab in manifest["staticTabs"]:
        tab["contentUrl"] = tab["websiteUrl"] = entra.tab_url
    return {
        **manifest,
        "id": entra.client_id,
        "version": version,
        "developer": {
            "name": publisher.name,
            "websiteUrl": entra.tab_url,  # outside Teams it says what Baton is
            "privacyUrl": publisher.privacy_url,
            "termsOfUseUrl": publisher.terms_url,
        },
        "localizationInfo": {
            "defaultLanguageTag": "en",
            "additionalLanguages": [
                {"languageTag": tag, "file": f"{tag}.json"} for tag in languages()
            ],
        },
        "validDomains": [entra.host],
        "webApplicationInfo": {"id": entra.client_id, "resource": entra.identifier_uri},
        "authorization": {
            "permissions": {
                "resourceSpecific": [
                    {"name": one.name, "type": "Application"}
                    for one in PERMISSIONS
                    if one.is_resource_specific
                ]
            }
        },
    }


def is_public_domain(url: str) -> bool:
    """Tell whether Teams can open an address: https, with a name that all the world knows."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return parts.scheme == "https" and "." in host and not host.endswith((".", ".localhost"))
    return False


def _check_settings(entra: Entra) -> None:
    if not entra.client_id:
        raise CannotBuild(
            "Set BATON_ENTRA_CLIENT_ID to the Application (client) ID of the app registration in "
            "Entra."
        )
    if not is_public_domain(entra.public_url):
        raise CannotBuild(
            f"BATON_PUBLIC_URL is {entra.public_url}. Teams opens https addresses with a domain "
            "only, such as https://baton.example.org."
        )


def _check_publisher(publisher: Publisher) -> None:
    if not publisher.name.isprintable() or not 0 < len(publisher.name.strip()) <= LONGEST_DEVELOPER:
        raise CannotBuild(f"--publisher must have 1 to {LONGEST_DEVELOPER} plain characters.")
    urls = {"--privacy-url": publisher.privacy_url, "--terms-url": publisher.terms_url}
    for option, url in urls.items():
        if not _is_page(url):
            raise CannotBuild(f"{option} must be an https address, not {url[:200]!r}.")


def _is_page(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme == "https"
            and bool(parts.hostname)
            and url.isprintable()
            and " " not in url
            and len(url) <= _LONGEST_URL
        )
    except ValueError:
        return False
