"""Settings: environment variables, read once. `docs/settings.md` explains each of them."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

import learning
from learning.nordic_year import CALENDARS, NORDIC
from teams_app.entra import Entra

PACKAGED_CONTENT = Path(learning.__file__).parent.parent / "content"
_SHORTEST_SECRET = 32
_SHORTEST_TOKEN = 16
_LONGEST_LEASE = 3600
_LONGEST_KEY = 3650
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_GUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
_SOURCE = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:\d+)?", re.IGNORECASE)


class SettingError(Exception):
    """A setting that cannot be used; the sentence names it and says what to write."""


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. Each field is a `BATON_…` variable in capital letters."""

    database_url: str = "sqlite:///baton.db"
    public_url: str = "http://localhost:8000"
    secret_keys: tuple[str, ...] = ()
    """`BATON_SECRET_KEY`: newest first, separated by commas."""
    content: Path = PACKAGED_CONTENT
    frame_ancestors: str = ""
    lease_seconds: int = 60
    key_days: int = 90
    calendar: str = NORDIC
    """Whose free weeks a new course has."""
    entra_client_id: str = ""
    """Of the app registration for Teams; empty if there is no Teams door."""
    entra_client_secret: str = field(default="", repr=False)
    entra_client_certificate: str = field(default="", repr=False)
    """What stands in the file that is named: a private key and its certificate."""
    entra_authority: str = "https://login.microsoftonline.com"
    graph_url: str = "https://graph.microsoft.com"
    metrics_token: str = field(default="", repr=False)
    """What a monitoring system shows to read `/metrics`; empty if there is none."""

    @property
    def entra(self) -> Entra:
        """The app registration for Teams, for `teams_app`."""
        return Entra(
            client_id=self.entra_client_id,
            client_secret=self.entra_client_secret,
            authority=self.entra_authority,
            graph_url=self.graph_url,
            public_url=self.public_url,
            client_certificate=self.entra_client_certificate,
        )

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is an SQLite file."""
        return self.database_url.startswith("sqlite")

    @property
    def queue_file(self) -> Path:
        """Where the queue lies beside an SQLite database."""
        return self._beside("queue.db")

    @property
    def secret_file(self) -> Path:
        """Where the secret lies beside an SQLite database, if none was set."""
        return self._beside("secret")

    def secrets(self) -> tuple[str, ...]:
        """Return the secrets; beside an SQLite database one is made and kept in a file.

        Raises SettingError where there is none and none can be made.
        """
        if self.secret_keys:
            return self.secret_keys
        if not self.is_sqlite:
            raise SettingError(
                f"Set BATON_SECRET_KEY to at least {_SHORTEST_SECRET} random characters."
            )
        return (_kept_secret(self.secret_file),)

    def _beside(self, ending: str) -> Path:
        return Path(f"{make_url(self.database_url).database or 'baton.db'}.{ending}")


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from the environment.

    Raises SettingError for the first value that cannot be used.
    """
    known = Settings()
    return Settings(
        database_url=_database_url(environment.get("BATON_DATABASE_URL", known.database_url)),
        public_url=_public_url(environment.get("BATON_PUBLIC_URL", known.public_url)),
        secret_keys=_secret_keys(environment.get("BATON_SECRET_KEY", "")),
        content=_folder(environment.get("BATON_CONTENT"), known.content),
        frame_ancestors=_sources(environment.get("BATON_FRAME_ANCESTORS", "")),
        lease_seconds=_number(
            "BATON_LEASE_SECONDS", environment, known.lease_seconds, _LONGEST_LEASE, "seconds"
        ),
        key_days=_number("BATON_KEY_DAYS", environment, known.key_days, _LONGEST_KEY, "days"),
        calendar=_calendar(environment.get("BATON_CALENDAR", known.calendar)),
        entra_client_id=_client_id(environment.get("BATON_ENTRA_CLIENT_ID", "")),
        entra_client_secret=_client_secret(environment.get("BATON_ENTRA_CLIENT_SECRET", "")),
        entra_client_certificate=_certificate(
            environment.get("BATON_ENTRA_CLIENT_CERTIFICATE", "")
        ),
        entra_authority=_microsoft("BATON_ENTRA_AUTHORITY", environment, known.entra_authority),
        graph_url=_microsoft("BATON_GRAPH_URL", environment, known.graph_url),
        metrics_token=_metrics_token(environment.get("BATON_METRICS_TOKEN", "")),
    )


def _database_url(text: str) -> str:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # the second one for a port that is no number
        raise SettingError(
            "BATON_DATABASE_URL must look like sqlite:///baton.db or postgresql://user@host/name."
        ) from None
    kind = url.get_backend_name()
    if kind == "sqlite" and url.database in (None, "", ":memory:"):
        raise SettingError("BATON_DATABASE_URL must name a file, such as sqlite:///baton.db.")
    if kind not in _DRIVERS:
        raise SettingError(f"BATON_DATABASE_URL: Baton runs on SQLite or PostgreSQL, not {kind}.")
    url = url.set(drivername=_DRIVERS[kind])
    return url.render_as_string(hide_password=False)


def _public_url(text: str) -> str:
    if not _is_origin(text.rstrip("/")):
        raise SettingError("BATON_PUBLIC_URL must look like https://baton.example.org.")
    return text.rstrip("/")


def _is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        is_origin = parts.scheme in ("https", "http") and parts.hostname and not parts.path
        _ = parts.port
    except ValueError:
        return False
    return bool(is_origin) and not (parts.query or parts.fragment or parts.username)


def _client_id(text: str) -> str:
    tidy = text.strip().lower()
    if tidy and not _GUID.fullmatch(tidy):
        raise SettingError(
            "BATON_ENTRA_CLIENT_ID must be the Application (client) ID of the app registration, "
            "such as 00001111-aaaa-2222-bbbb-3333cccc4444."
        )
    return tidy


def _client_secret(text: str) -> str:
    tidy = text.strip()
    if _GUID.fullmatch(tidy.lower()):
        raise SettingError(
            "BATON_ENTRA_CLIENT_SECRET holds the secret's ID. Entra shows its Value beside it, "
            "once; make a new secret if it is lost."
        )
    if not tidy.isprintable() or " " in tidy:
        raise SettingError("BATON_ENTRA_CLIENT_SECRET must be one word, as Entra shows its Value.")
    return tidy


def _certificate(file: str) -> str:
    """Return the private key and its certificate that a file holds."""
    if not file:
        return ""
    try:
        pem = Path(file).read_text("ascii")
        key = load_pem_private_key(pem.encode(), None).public_key()
        belongs = load_pem_x509_certificate(pem.encode()).public_key() == key
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        belongs = False
    if not belongs:
        raise SettingError(
            "BATON_ENTRA_CLIENT_CERTIFICATE must name a file that Baton can read. It holds a "
            "private key without a password and the certificate that belongs to it, both in PEM."
        )
    return pem


def _microsoft(name: str, environment: Mapping[str, str], default: str) -> str:
    """Return an origin of Microsoft's, or of a stand-in on this machine."""
    text = environment.get(name, default).rstrip("/").lower()
    if not _is_origin(text) or not (
        text.startswith("https://") or urlsplit(text).hostname in _LOOPBACK
    ):
        raise SettingError(f"{name} must be an https address without a path, such as {default}.")
    return text


def _metrics_token(text: str) -> str:
    if text and not (len(text) >= _SHORTEST_TOKEN and text.isascii() and text.isprintable()):
        raise SettingError(
            f"BATON_METRICS_TOKEN must be at least {_SHORTEST_TOKEN} plain characters."
        )
    return text


def _secret_keys(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if any(len(key) < _SHORTEST_SECRET for key in keys):
        raise SettingError(
            f"BATON_SECRET_KEY: each secret needs at least {_SHORTEST_SECRET} characters, "
            "and a comma begins another secret."
        )
    return keys


def _folder(text: str | None, default: Path) -> Path:
    folder = Path(text) if text else default
    if not folder.is_dir():
        raise SettingError(f"BATON_CONTENT: there is no folder {folder}.")
    return folder


def _sources(text: str) -> str:
    sources = text.split()
    if not all(_SOURCE.fullmatch(source) for source in sources):
        raise SettingError(
            "BATON_FRAME_ANCESTORS must be origins separated by spaces, such as "
            "https://intranet.example.org."
        )
    return " ".join(sources)


def _number(name: str, environment: Mapping[str, str], default: int, most: int, unit: str) -> int:
    text = environment.get(name, str(default))
    is_number = text.isascii() and text.isdigit() and len(text) < len("100000")
    if not is_number or not 1 <= int(text) <= most:
        raise SettingError(f"{name} must be a whole number of {unit}, 1 to {most}.")
    return int(text)


def _calendar(text: str) -> str:
    if text not in CALENDARS:
        raise SettingError(f"BATON_CALENDAR must be one of: {', '.join(CALENDARS)}.")
    return text


def _kept_secret(file: Path) -> str:
    """Return the secret in a file; make it, readable by its owner only, if there is none."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = file.read_text("ascii").strip()
        if len(kept) < _SHORTEST_SECRET:
            raise SettingError(
                f"{file} does not hold a secret; restore it, or remove it."
            ) from None
        return kept
    except OSError as problem:
        raise SettingError(f"{file} cannot be written ({problem.strerror}).") from None
    secret = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secret)
    return secret
