"""Names that mean the same, as editors keep them."""

import pytest

from articles.models import NameGroup
from articles.site import search
from tests import make
from tests.test_site_search import params

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/namegroup/add/"


def test_editors_keep_the_names_by_which_search_finds_more(client):
    make.publication("Schools of Tskhinvali")
    assert not search.found(params(q="Цхинвал")).exists()
    client.force_login(make.user("editor"))
    assert client.post(ADD, {"names": "Tskhinvali\n\n цхинвал \nЦхинвал\n", "note": "Both sides"}).status_code == 302
    group = NameGroup.objects.get()
    assert (group.name_list, str(group)) == (["Tskhinvali", "Цхинвал"], "Tskhinvali · Цхинвал")
    assert [row.title for row in search.found(params(q="Цхинвал"))] == ["Schools of Tskhinvali"]

    for names, why in (
        ("Alone", "two names or more"),
        (" \n\u200b\n", "two names or more"),
        ("Chreba\nTSKHINVALI", "“TSKHINVALI” stands in another group"),
        ("\n".join(f"Name {n}" for n in range(61)), "at most 60 names"),
        ("Chreba\n" + "x" * 200, "at most 60 names"),
    ):
        page = client.post(ADD, {"names": names})
        assert page.status_code == 200 and why in page.text, names
    assert NameGroup.objects.count() == 1


def test_authors_may_only_look_at_them(client):
    client.force_login(make.user("author"))
    assert client.get("/admin/articles/namegroup/").status_code == 200
    assert client.get(ADD).status_code == 403
