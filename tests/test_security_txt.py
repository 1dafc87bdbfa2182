"""Who finds a hole in the site finds whom to tell."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from ccsis.models import SiteSettings

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def test_it_names_the_contact_address_for_half_a_year_and_nothing_before_there_is_one(client, settings):
    assert client.get(ADDRESS).status_code == 404
    SiteSettings.objects.create(pk=SiteSettings.ONLY, contact_address="desk+%s@ccsis.example")
    settings.SITE_URL = "https://ccsis.example"
    response = client.get(ADDRESS)
    lines = dict(line.split(": ") for line in response.text.splitlines())
    until = datetime.strptime(lines.pop("Expires"), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=179) < until - timezone.now() <= timedelta(days=180)
    assert lines == {
        "Contact": "mailto:desk+%25s@ccsis.example",
        "Preferred-Languages": "en, ru, fa",
        "Canonical": f"https://ccsis.example{ADDRESS}",
    }
    assert (response["Content-Type"], response.cookies) == ("text/plain; charset=utf-8", {})
    assert client.post(ADDRESS).status_code == 405
