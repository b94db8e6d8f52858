"""Settings: what is good is read, what is bad stops the start with one sentence."""

import re
from dataclasses import fields

import pytest
from doubles.certificate import certificate_pem
from doubles.running import ROOT

from baton.checkup import variable
from baton.settings import PACKAGED_CONTENT, SettingError, Settings, read_settings

LONG = "0123456789" * 4


def test_without_any_setting_everything_has_a_default(home):
    settings = read_settings({})
    assert settings == Settings()
    assert settings.database_url == "sqlite:///baton.db"
    assert settings.content == PACKAGED_CONTENT


def test_each_setting_is_read(tmp_path):
    settings = read_settings(
        {
            "BATON_DATABASE_URL": "postgresql://baton:pw@db.example.org/baton",
            "BATON_PUBLIC_URL": "https://baton.example.org/",
            "BATON_SECRET_KEY": f"{LONG}new, {LONG}old",
            "BATON_CONTENT": str(tmp_path),
            "BATON_FRAME_ANCESTORS": " https://intranet.example.org  https://*.example.com:8443 ",
            "BATON_LEASE_SECONDS": "90",
            "BATON_ENTRA_CLIENT_ID": " 0000AAAA-1111-2222-3333-444455556666 ",
            "BATON_ENTRA_CLIENT_SECRET": "8Q~a-secret",
            "BATON_ENTRA_AUTHORITY": "https://login.microsoftonline.us/",
            "BATON_GRAPH_URL": "http://127.0.0.1:9001",
            "BATON_METRICS_TOKEN": LONG,
        }
    )
    assert settings == Settings(
        database_url="postgresql+psycopg://baton:pw@db.example.org/baton",
        public_url="https://baton.example.org",
        secret_keys=(f"{LONG}new", f"{LONG}old"),
        content=tmp_path,
        frame_ancestors="https://intranet.example.org https://*.example.com:8443",
        lease_seconds=90,
        entra_client_id="0000aaaa-1111-2222-3333-444455556666",
        entra_client_secret="8Q~a-secret",
        entra_authority="https://login.microsoftonline.us",
        graph_url="http://127.0.0.1:9001",
        metrics_token=LONG,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BATON_DATABASE_URL", "baton.db"),
        ("BATON_METRICS_TOKEN", "too-short"),
        ("BATON_METRICS_TOKEN", "\n" * 20),
        ("BATON_DATABASE_URL", "sqlite://"),
        ("BATON_DATABASE_URL", "sqlite:///:memory:"),
        ("BATON_DATABASE_URL", "mysql://db.example.org/baton"),
        ("BATON_DATABASE_URL", "postgresql://db.example.org:port/baton"),
        ("BATON_PUBLIC_URL", ""),
        ("BATON_PUBLIC_URL", "baton.example.org"),
        ("BATON_PUBLIC_URL", "ftp://baton.example.org"),
        ("BATON_PUBLIC_URL", "https://baton.example.org/baton"),
        ("BATON_PUBLIC_URL", "https://me@baton.example.org"),
        ("BATON_PUBLIC_URL", "https://baton.example.org:port"),
        ("BATON_PUBLIC_URL", "https://["),
        ("BATON_SECRET_KEY", "short"),
        ("BATON_SECRET_KEY", f"{LONG},short"),
        ("BATON_CONTENT", "/nowhere/at/all"),
        ("BATON_FRAME_ANCESTORS", "*"),
        ("BATON_FRAME_ANCESTORS", "https://a.example; script-src *"),
        ("BATON_FRAME_ANCESTORS", "https://a.example/path"),
        ("BATON_LEASE_SECONDS", "0"),
        ("BATON_LEASE_SECONDS", "-1"),
        ("BATON_LEASE_SECONDS", "a minute"),
        ("BATON_LEASE_SECONDS", "1.5"),
        ("BATON_LEASE_SECONDS", "9" * 5000),
        ("BATON_ENTRA_CLIENT_ID", "Baton"),
        ("BATON_ENTRA_CLIENT_SECRET", "0000aaaa-1111-2222-3333-444455556666"),
        ("BATON_ENTRA_CLIENT_SECRET", "two words"),
        ("BATON_ENTRA_CLIENT_CERTIFICATE", "/nowhere/at/all"),
        ("BATON_ENTRA_CLIENT_CERTIFICATE", __file__),
        ("BATON_ENTRA_AUTHORITY", ""),
        ("BATON_ENTRA_AUTHORITY", "http://login.example"),
        ("BATON_ENTRA_AUTHORITY", "https://login.microsoftonline.com/common"),
        ("BATON_GRAPH_URL", "https://graph.microsoft.com/v1.0"),
    ],
)
def test_a_bad_value_stops_the_start_with_one_sentence_that_names_it(baton, name, value):
    sentence = baton("serve", **{name: value}).sentence
    assert sentence.startswith("baton: ")
    assert name in sentence
    assert sentence.endswith(".")


def test_a_certificate_is_read_with_its_own_key_and_shown_to_nobody(tmp_path):
    mine, another = certificate_pem(), certificate_pem()
    file = tmp_path / "baton.pem"
    file.write_text(mine)
    settings = read_settings({"BATON_ENTRA_CLIENT_CERTIFICATE": str(file)})
    assert settings.entra.client_certificate == mine
    assert settings.entra.has_credential
    assert "PRIVATE" not in repr(settings) + repr(settings.entra)
    _key, begin, certificate = another.partition("-----BEGIN CERTIFICATE")
    file.write_text(mine.partition(begin)[0] + begin + certificate)
    with pytest.raises(SettingError, match="belongs to it"):
        read_settings({"BATON_ENTRA_CLIENT_CERTIFICATE": str(file)})


def test_postgresql_needs_a_secret_of_its_own():
    settings = read_settings({"BATON_DATABASE_URL": "postgresql://db.example.org/baton"})
    with pytest.raises(SettingError, match="BATON_SECRET_KEY"):
        settings.secrets()


def test_beside_sqlite_a_secret_is_made_once_and_kept_from_others(tmp_path):
    settings = Settings(database_url=f"sqlite:///{tmp_path}/baton.db")
    (first,) = settings.secrets()
    assert settings.secrets() == (first,)
    assert settings.secret_file.stat().st_mode & 0o777 == 0o600


def test_a_secret_file_that_was_emptied_is_not_used(tmp_path):
    settings = Settings(database_url=f"sqlite:///{tmp_path}/baton.db")
    settings.secret_file.write_text("")
    with pytest.raises(SettingError, match=r"baton\.db\.secret does not hold a secret"):
        settings.secrets()


def test_every_setting_is_explained_with_its_default():
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    explained = dict(re.findall(r"^\| `(BATON_\w+)` \| (.+?) \|", page, re.MULTILINE))
    assert set(explained) == {variable(field.name) for field in fields(Settings)}
    defaults = Settings()
    for name in ("public_url", "database_url", "lease_seconds", "entra_authority", "graph_url"):
        assert explained[variable(name)] == f"`{getattr(defaults, name)}`"
