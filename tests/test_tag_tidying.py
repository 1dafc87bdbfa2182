"""Tags: which look alike, which nothing has, several made one, and a new name that loses nobody."""

import pytest
from django.urls import reverse

from articles import tag_tidying
from articles.models import ArticleEvent, Publication, Tag
from ccsis.models import Redirect
from tests import make

pytestmark = pytest.mark.django_db
TIDY, LIST = "/admin/articles/tag/tidy/", "/admin/articles/tag/"


@pytest.fixture
def editor(client):
    user = make.user("editor")
    client.force_login(user)
    return user


def pairs():
    return [tuple(sorted(tag.name for tag in pair.tags)) for pair in tag_tidying.alike()]


def test_what_may_be_one_word_is_found_in_every_script_and_years_are_left_alone():
    alike = [
        ("South Caucasus", "South-Caucasus"),
        ("pipeline", "pipelines"),
        ("Lachin corridor", "Lachin coridor"),
        ("elections", "elecitons"),
        ("ხიდები", "ხიდებო"),
        ("Nakhchivan", "Нахчыван"),
        ("Սյունիք", "Սյունիգ"),
        ("border", "borders"),
    ]
    different = ["gas", "oil", "war 2008", "war 2018", "Georgia", "Armenia", "rail", "energy", "Lars", "Kars"]
    for name in [*sum(alike, ()), *different]:
        make.tag(name)
    found = set(pairs())
    sure = {tuple(sorted(pair)) for pair in alike if "Нахчыван" not in pair}
    assert found - {("Nakhchivan", "Нахчыван")} == sure
    assert tag_tidying.distance("abcd", "acbd") == 1
    assert tag_tidying.distance("", "abc") == 3


def test_a_synonym_is_neither_alike_nor_unused_and_the_more_used_comes_first():
    make.article(tags=["pipelines"])
    [few, many] = [make.tag("pipeline"), make.tag("pipelines")]
    Tag.objects.create(name="pipe-line", synonym_of=many)
    [pair] = tag_tidying.alike()
    assert pair.tags == (many, few)
    assert list(tag_tidying.unused()) == [few]


def test_several_tags_become_one_for_the_desk_and_for_readers(client, editor):
    public = make.publication("Public", tags=["gas", "natural gas"])
    draft = make.article("Draft", tags=["Gaz"])
    gas, natural, gaz = (Tag.objects.named(name) for name in ("gas", "natural gas", "Gaz"))
    chosen = {"action": "make_one", "_selected_action": [gas.pk, natural.pk, gaz.pk]}
    asked = client.post(LIST, chosen)["Location"]
    page = client.get(asked)
    assert "Which one stays?" in page.text
    assert "Choose the tag that stays." in client.post(asked, {"keep": ""}).text
    assert client.post(asked, {"keep": gas.pk}).status_code == 302
    assert [list(row.tags.all()) for row in (public, draft, public.article)] == [[gas], [gas], [gas]]
    assert set(Tag.objects.filter(synonym_of=gas)) == {natural, gaz}
    client.logout()
    assert client.get("/tags/natural-gas/")["Location"] == "/tags/gas/"
    assert (
        Publication.objects.get().row_version == public.article.__class__.objects.get(pk=public.article_id).row_version
    )
    assert ArticleEvent.objects.filter(action="replace").count() == 2
    later = make.article("Later", tags=["natural gas"])
    assert list(later.tags.all()) == [gas]


def test_one_tag_is_not_merged_and_who_may_not_change_tags_sees_nothing_of_it(client, editor):
    gas = make.tag("gas")
    Tag.objects.create(name="gaz", synonym_of=gas)
    both = "&".join(f"tag={pk}" for pk in Tag.objects.values_list("pk", flat=True))
    assert client.get(f"/admin/articles/tag/merge/?{both}")["Location"] == LIST  # they are one already
    client.force_login(make.user("author"))
    refused = [client.get(TIDY), client.post(TIDY, {"tag": gas.pk}), client.get(f"/admin/articles/tag/merge/?{both}")]
    assert [answer.status_code for answer in refused] == [403, 403, 403]


def test_unused_tags_are_deleted_when_ticked_and_used_ones_never(client, editor):
    make.article(tags=["gas"])
    main = make.tag("rail")
    Tag.objects.create(name="railways", synonym_of=main)
    empty, other = make.tag("empty"), make.tag("other")
    page = client.get(TIDY)
    assert [name in page.text for name in ("empty", "other", ">gas<")] == [True, True, False]
    client.post(TIDY, {"tag": [empty.pk, main.pk, make.tag("gas").pk, "x"]})
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["gas", "other", "rail", "railways"]
    Tag.objects.exclude(name="gas").exclude(synonym_of=None).delete()
    Tag.objects.filter(pk__in=[main.pk, other.pk]).delete()
    page = client.get(TIDY)
    assert "No two tags look like the same word." in page.text
    assert "Every tag stands on a piece." in page.text


def test_a_new_name_keeps_the_old_word_and_the_old_address(client, editor):
    make.publication(tags=["Stepanakert roads"])
    tag = make.tag("Stepanakert roads")
    form = reverse("admin:articles_tag_change", args=[tag.pk])
    assert "Keep the earlier name as a synonym" in client.get(form).text
    client.post(form, {"name": "Roads of Karabakh", "keeps_name": "on", "slug": "", "introduction": ""})
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("Roads of Karabakh", "roads-of-karabakh")
    assert Tag.objects.named("stepanakert ROADS").synonym_of == tag
    assert Redirect.objects.filter(old_path="/tags/stepanakert-roads/", new_path="/tags/roads-of-karabakh/").exists()
    client.post(form, {"name": "Roads", "slug": "roads", "introduction": ""})
    client.logout()
    assert client.get("/tags/stepanakert-roads/")["Location"] == "/tags/roads/"
    assert client.get("/tags/roads-of-karabakh/")["Location"] == "/tags/roads/"
    assert Tag.objects.named("Roads of Karabakh") is None  # not ticked, so not kept
