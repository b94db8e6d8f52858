"""A tenant: onboarded once, for one organisation."""

from datetime import UTC, datetime

import pytest

from learning.organisation import find_or_create_organisation
from teams_app.tenant import NoAppId, NoTenantId, TenantTaken, find_tenant, onboard, tenants

NORRVIK = "11111111-aaaa-4bbb-8ccc-222222222222"
CATALOGUE = "77777777-aaaa-4bbb-8ccc-333333333333"
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_a_tenant_is_known_by_its_id_however_it_is_written(database):
    with database.write() as session:
        company = find_or_create_organisation(session, "Norrvik", AT)
        onboard(session, f" {{{NORRVIK.upper()}}}", company, AT)
        onboard(session, NORRVIK, company, AT)
    with database.read() as session:
        assert [one.organisation.name for one in tenants(session)] == ["Norrvik"]
        assert find_tenant(session, NORRVIK) is not None
        assert find_tenant(session, NORRVIK.replace("1", "2")) is None


def test_a_tenant_cannot_be_taken_by_another_organisation(database):
    with database.write() as session:
        onboard(session, NORRVIK, find_or_create_organisation(session, "Norrvik", AT), AT)
        session.flush()
        other = find_or_create_organisation(session, "Söderhamn", AT)
        session.flush()
        with pytest.raises(TenantTaken, match="belongs to Norrvik already"):
            onboard(session, NORRVIK, other, AT)


@pytest.mark.parametrize("text", ["", "norrvik.onmicrosoft.com", "common", NORRVIK + "0"])
def test_what_is_no_tenant_id_says_where_to_find_one(database, text):
    with database.write() as session:
        company = find_or_create_organisation(session, "Norrvik", AT)
        with pytest.raises(NoTenantId, match="under Overview"):
            onboard(session, text, company, AT)


def test_links_name_what_teams_calls_baton_in_a_tenant(database, entra):
    with database.write() as session:
        company = find_or_create_organisation(session, "Norrvik", AT)
        tenant = onboard(session, NORRVIK, company, AT)
        assert tenant.app_in_teams(entra) == entra.client_id, "an upload by hand keeps its id"
        tenant.call_app(f" {{{CATALOGUE.upper()}}} ")
        assert tenant.app_in_teams(entra) == CATALOGUE
        tenant.call_app("")
        assert tenant.app_in_teams(entra) == entra.client_id
        with pytest.raises(NoAppId, match="Manage apps"):
            tenant.call_app("baton")
