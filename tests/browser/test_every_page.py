"""Every kind of page on the demo site: nothing runs over the edge, nothing complains, and axe finds nothing.

`PICTURES=1` keeps the pictures of them that stand in the docs.
"""

import pytest
from django.core.management import call_command

from articles.models import Article, Publication, Series
from submissions.models import Call, Flag, Submission
from tests import make
from tests.audit.looks import wrong_views
from tests.browser.walking import keep_picture, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The pictures that the docs and the README show.
KEPT = {("home", 1280), ("analysis", 1280), ("analysis", 320), ("persian", 1280), ("form", 1280)}
OF_A_DESK = [("light", "ltr", 320, True), ("light", "ltr", 1280, True)]
DESKS_KEPT = {"pieces", "queue", "review"}
# What stock admin pages carry along and no page of ours can mend.
NOT_OURS = {"link-in-text-block", "region", "landmark-unique", "heading-order", "empty-table-header"}


@pytest.fixture
def demo(settings):
    settings.MEDIA_ROOT = settings.MEDIA_ROOT / "demo"
    call_command("demo", verbosity=0)
    accounts = {name: make.User.objects.get(username=name) for name in ("publisher", "moderator")}
    for user in accounts.values():
        user.set_password(make.PASSWORD)
        user.save()
    return accounts


def test_every_page_and_desk_of_the_demo_site_fits_and_is_open_to_everyone(demo, browser_context):
    troubles = wrong_with_readers_pages(browser_context().new_page())
    for role, addresses in desks().items():
        troubles |= wrong_with_a_desk(browser_context().new_page(), demo[role], addresses)
    assert troubles == {}


def wrong_with_readers_pages(page):
    """What is wrong with the pages that everybody sees, by their names."""
    richest = Publication.objects.filter(language="en").order_by("-words").first()
    readers = {
        "home": "/",
        "analyses": "/analyses/",
        "analysis": richest.get_absolute_url(),
        "persian": Publication.objects.filter(language="fa").latest("published_at").get_absolute_url(),
        "georgian": Publication.objects.filter(language="ka").latest("published_at").get_absolute_url(),
        "simulations": "/simulations/",
        "simulation": Publication.objects.simulations().first().get_absolute_url(),
        "topics": "/topics/",
        "topic": richest.topics.first().get_absolute_url(),
        "series": Series.objects.filter(publications__isnull=False).first().get_absolute_url(),
        "people": "/people/",
        "person": richest.credits.first().person.get_absolute_url(),
        "archive": "/archive/",
        "search": "/search/?q=road",
        "nothing-found": "/search/?q=zzzz",
        "page": "/privacy/",
        "calls": "/submit/",
        "form": Call.objects.open().first().get_absolute_url(),
    }
    troubles = {}
    for name, address in readers.items():
        status, wrong = page.goto(address).status, wrong_views(page)
        if status != 200 or wrong:
            troubles[name] = (status, wrong)
        keep_pictures(page, name)
    page.context.complaints.assert_none()
    return troubles


def keep_pictures(page, name):
    for kept, width in KEPT:
        if kept == name:
            page.set_viewport_size({"width": width, "height": 900})
            keep_picture(page, f"{name}-{width}-light")


def desks():
    """The addresses of pages of the desk by their names, for each role that sees them."""
    pending = Article.objects.with_standing().filter(is_public=True, number__isnull=False).order_by("id").first()
    waiting = Submission.objects.waiting().filter(flags__code=Flag.STAFF).first()
    return {
        "publisher": {
            "desk": "/admin/",
            "pieces": "/admin/articles/article/",
            "piece": f"/admin/articles/article/{pending.pk}/change/",
            "images": "/admin/articles/image/",
        },
        "moderator": {
            "queue": "/admin/submissions/queue/",
            "review": f"/admin/submissions/submission/{waiting.pk}/review/",
        },
    }


def wrong_with_a_desk(page, user, addresses):
    troubles = {}
    log_in(page, user)
    for name, address in addresses.items():
        status = page.goto(address).status
        # Django's own wide tables scroll inside the page; ours must fit.
        wrong = wrong_views(page, OF_A_DESK, NOT_OURS) if name in ("queue", "review") else {}
        if status != 200 or wrong:
            troubles[name] = (status, wrong)
        if name in DESKS_KEPT:
            keep_picture(page, name)
    assert page.context.complaints.outside == []
    return troubles
