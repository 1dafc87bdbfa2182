"""A site with nothing in it is kind: every list at the desk says what belongs there, every feed and page is valid."""

import re
from xml.etree import ElementTree

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape

from articles.models import Image, Series
from ccsis.models import Redirect
from tests import make

pytestmark = pytest.mark.django_db
# Lists that lead straight to the one row, that are a page of their own, or that nobody but a superuser sees.
OTHER = {"Home", "SiteSettings", "Submission", "Queue", "CheckRule", "Calendar"}
NEVER_EMPTY = {"User", "Group"}  # who looks is in the first; `setup` makes the second


def words(response):
    text = re.sub(r"<head>.*?</head>|<[^>]+>", " ", response.text, flags=re.DOTALL)
    return " ".join(text.split())


def lists():
    """(name, admin class, address) of every list of ours in the admin."""
    for model, model_admin in admin.site._registry.items():
        is_ours = type(model_admin).__module__.split(".")[0] in ("ccsis", "articles", "submissions")
        if is_ours and model.__name__ not in OTHER:
            name = f"{model._meta.app_label}_{model._meta.model_name}"
            yield model.__name__, model_admin, reverse(f"admin:{name}_changelist")


@pytest.fixture
def root(client):
    """Who may do everything, so that every first action is offered."""
    user = make.User.objects.create_superuser("root@example.org", "root")
    client.force_login(user)
    return user


def test_every_admin_list_of_an_empty_site_answers_200_with_its_own_empty_words(client, root):
    said = {}
    for name, model_admin, address in lists():
        page = client.get(address)
        assert page.status_code == 200, name
        if name not in NEVER_EMPTY:
            assert escape(str(model_admin.when_empty)) in page.text, name
            assert "Nothing is here yet" in page.text, name
        said[name] = str(model_admin.when_empty)
    assert len(said) > 12
    assert len(set(said.values())) == len(said)
    assert [name for name, text in said.items() if not 30 < len(text) < 220] == []


def test_the_first_action_of_an_empty_list_leads_to_its_form(client, root):
    for name, model_admin, address in lists():
        if name in NEVER_EMPTY:
            continue
        page = client.get(address)
        try:
            form = reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_add")
        except NoReverseMatch:
            form = ""
        is_offered = bool(form) and f'<a class="first" href="{form}">' in page.text
        assert is_offered == model_admin.has_add_permission(page.wsgi_request), name
        if is_offered:
            assert client.get(form).status_code == 200, name


def test_who_may_not_add_is_offered_nothing(client):
    client.force_login(make.user("author"))
    page = client.get("/admin/articles/series/")
    assert "Texts that belong together" in words(page)
    assert 'class="first"' not in page.text


def test_an_author_is_told_of_the_own_pieces_while_there_are_others(client):
    make.article("Somebody else’s")
    client.force_login(make.user("author"))
    page = words(client.get("/admin/articles/article/"))
    assert "Every text that you may change stands here" in page
    assert "Start writing" in page


@pytest.mark.parametrize("query", ["?q=zebra", "?standing=retracted", "?kind__exact=report"])
def test_a_list_that_is_only_filtered_empty_says_how_to_see_it_whole(client, root, query):
    make.article()
    page = client.get(f"/admin/articles/article/{query}")
    assert "Nothing fits" in words(page)
    assert '<a href="?">Show the whole list</a>' in page.text
    assert "Every text that you may change" not in page.text


def test_nothing_searches_or_filters_a_list_with_nothing_in_it(client, root):
    bare = client.get("/admin/articles/article/").text
    assert ('id="searchbar"' in bare, 'id="changelist-filter"' in bare) == (False, False)
    make.article()
    filled = client.get("/admin/articles/article/").text
    assert ('id="searchbar"' in filled, 'id="changelist-filter"' in filled) == (True, True)
    assert "Nothing is here yet" not in filled


def test_lists_with_something_in_them_are_as_they_were(client, root):
    Series.objects.create(name="Winter roads")
    Redirect.objects.leave("/a/", "/b/")
    for address, shown in (("/admin/articles/series/", "Winter roads"), ("/admin/ccsis/redirect/", "/a/")):
        page = words(client.get(address))
        assert shown in page
        assert "Nothing is here yet" not in page
    assert not Image.objects.exists()


# Readers, on a site after `setup`


def test_every_feed_of_an_empty_site_is_valid(client):
    call_command("setup", verbosity=0)
    atom = "{http://www.w3.org/2005/Atom}"
    for address in ("/feeds/atom.xml", "/analyses/feed.atom", "/simulations/feed.atom", "/topics/energy/feed.atom"):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8"), address
        feed = ElementTree.fromstring(answer.content)  # noqa: S314 - we wrote it
        assert feed.tag == f"{atom}feed"
        required = [feed.find(f"{atom}{name}") for name in ("id", "title", "updated", "author")]
        assert None not in required, address
        assert feed.findall(f"{atom}entry") == []


def test_every_page_that_is_linked_on_an_empty_site_is_there(client):
    call_command("setup", verbosity=0)
    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if answer["Content-Type"].startswith("text/html"):
            found = re.findall(r'<a [^>]*href="(/[^"#?]*)"', answer.text)
            waiting += [each for each in set(found) if each not in seen and not each.startswith("/static/")]
    assert {"/analyses/", "/topics/energy/", "/regions/georgia/", "/archive/", "/people/", "/submit/open/"} <= seen


def test_the_sitemap_of_an_empty_site_names_what_is_there(client):
    call_command("setup", verbosity=0)

    def places(path):
        root = ElementTree.fromstring(client.get(path).content)  # noqa: S314 - we wrote it
        return [each.text.removeprefix("http://testserver") for each in root.iter() if each.tag.endswith("}loc")]

    assert places("/sitemap.xml") == ["/sitemap-lists-1.xml"]
    addresses = places("/sitemap-lists-1.xml")
    assert {"/", "/analyses/", "/about/"} <= set(addresses)
    assert {client.get(address).status_code for address in addresses} == {200}


def test_without_an_open_call_readers_are_told_that_one_will_come(client):
    for address in ("/submit/", "/simulations/"):
        assert "No call is open just now." in words(client.get(address)), address
