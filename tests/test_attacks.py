"""Every address of the desk, opened by every role: reading changes nothing, and a contributor's contact data is shown
only to those who keep it. The addresses come from the URL table, so a new page is walked from its first day.
"""

import re

import pytest
from django.urls import URLResolver, get_resolver

from articles.models import Disclaimer, Home, ImportRun, Page
from ccsis import roles
from ccsis.models import Letter, Redirect, SiteSettings
from tests import checksum, make

pytestmark = pytest.mark.django_db
EMAIL, PHONE = "canary.person@canary.example", "+995 599 777 111"
ID = re.compile(r"<(?:int|path):(?:pk|object_id|id)>")


@pytest.fixture
def rows():
    """One row of everything that has pages of its own, by the beginning of their names."""
    piece = make.publication(tags=["gas"], lead_image=make.image()).article
    contact = {"email": EMAIL, "phone": PHONE}
    received = make.submission(state="accepted", **contact)
    make.submission("Declined", state="declined", **contact)
    found = [piece, piece.lead_image, piece.tags.get(), make.person(), make.topic(), make.region(), make.series()]
    found += [Home.load(), Page.objects.create(title="About"), Disclaimer.objects.create(kind="analysis", text="Ours.")]
    found += [
        received,
        received.call,
        Letter.objects.first(),
        Redirect.objects.leave("/a/", "/b/"),
        make.user("editor"),
    ]
    found += [SiteSettings.objects.create(pk=SiteSettings.ONLY), ImportRun.objects.create(state="ready", folder="a")]
    return {f"{row._meta.app_label}_{row._meta.model_name}": row.pk for row in found}


def addresses(rows):
    """Every address below /admin/ that is made of nothing but ids, filled with the rows."""
    found = []

    def walk(patterns, route):
        for pattern in patterns:
            here = route + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, here)
            elif pattern.name:
                pk = next((pk for name, pk in rows.items() if pattern.name.startswith(f"{name}_")), 1)
                found.append("/" + ID.sub(str(pk), here))

    walk(get_resolver().url_patterns, "")
    return [address for address in found if address.startswith("/admin/") and not set(address) & set("<(^")]


@pytest.mark.parametrize("role", roles.ROLES)
def test_reading_changes_nothing_and_shows_no_contact_data_to_others(client, rows, role):
    client.force_login(make.user(role))
    walked = addresses(rows)
    before = checksum.of_all_tables()
    pages = {address: client.get(address) for address in walked}
    assert len(walked) > 80
    assert checksum.of_all_tables() == before
    assert {page.status_code for page in pages.values()} <= {200, 302, 403, 404, 405}
    assert {address for address, page in pages.items() if "no-store" not in page["Cache-Control"]} == set()
    told = {address for address, page in pages.items() if EMAIL in page.text or "599 777" in page.text}
    assert told == set()  # who keeps contact data asks for it by a button, and that is recorded
