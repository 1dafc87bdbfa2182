"""Deleting at the desk: what readers have seen stays, what is in use is replaced, an address is never lost."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from articles import merging, publishing
from articles.models import Article, Credit, Home, Image, Page, Person, Publication, Region, Series, Tag, Topic
from articles.pictures import read
from ccsis.models import Redirect
from tests import make, pictures
from tests.desk import edit, messages_of

pytestmark = pytest.mark.django_db


def at(row, page="change"):
    return reverse(f"admin:articles_{row._meta.model_name}_{page}", args=[row.pk])


def listing(model):
    return reverse(f"admin:articles_{model._meta.model_name}_changelist")


def delete_selected(client, *rows):
    """The bulk action, confirmed."""
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    return client.post(listing(type(rows[0])), data)


@pytest.fixture
def editor(client):
    user = make.user("editor", name="Edita")
    client.force_login(user)
    return user


@pytest.fixture
def image():
    def make_one(colour="teal"):
        picture = read(pictures.upload(pictures.image(colour=colour)))
        return Image.objects.create(
            file=picture.file, width=60, height=40, sha256=picture.sha256, credit="N. Ratiani", alt=colour
        )

    return make_one


# Pieces


def test_a_draft_that_nobody_has_seen_can_be_deleted(client, editor):
    draft = make.article(notes=[("a", "Source.")], tags=["gas"])
    edit(client, at(draft), title="Saved once")

    client.post(at(draft, "delete"), {"post": "yes"})

    assert not Article.objects.exists()


@pytest.mark.parametrize("is_retracted", [False, True])
def test_a_piece_that_readers_have_seen_is_never_deleted(client, editor, is_retracted):
    piece = make.publication().article
    if is_retracted:
        publishing.retract(Article.objects.get(), reason="Wrong.")

    alone = client.post(at(piece, "delete"), {"post": "yes"}, follow=True)
    together = delete_selected(client, piece, make.article("A draft beside it"))

    assert messages_of(alone) == [
        "A piece that readers have seen is never deleted. It can be retracted: its address stays and says why."
    ]
    assert "was published. It cannot be deleted, only retracted" in together.content.decode()
    assert Article.objects.count() == 2
    with pytest.raises(ProtectedError):
        piece.delete()


def test_drafts_can_be_deleted_together(client, editor):
    delete_selected(client, make.article("One"), make.article("Two"))

    assert not Article.objects.exists()


@pytest.mark.parametrize("role", ["author", "moderator", "admin"])
def test_who_may_not_delete_does_not(client, role):
    client.force_login(make.user(role))
    topic, draft = make.topic(), make.article()

    for row in (topic, draft):
        assert client.post(at(row, "delete"), {"post": "yes"}).status_code in (302, 403)
        assert client.post(at(row, "delete"), {"_replace": "1", "replacement": "1"}).status_code in (302, 403)

    assert (Topic.objects.count(), Article.objects.count()) == (1, 1)


# Lists, people, tags, images


def test_what_is_not_in_use_is_deleted_like_anything(client, editor):
    topic = make.topic("Unused")

    client.post(at(topic, "delete"), {"post": "yes"})

    assert not Topic.objects.exists()


@pytest.mark.parametrize(("model", "field"), [(Topic, "topics"), (Region, "regions")])
def test_a_list_entry_in_use_says_where_and_gives_way_to_another(client, editor, model, field):
    old, new = model.objects.create(name="Old"), model.objects.create(name="New")
    draft = make.article("A draft", **{field: [old]})
    public = make.publication("A public piece", **{field: [old, new]})
    call = make.call()
    getattr(call, field).add(old)
    old_address = old.get_absolute_url()

    plain = client.post(at(old, "delete"), {"post": "yes"})
    many = delete_selected(client, old)
    kept = model.objects.filter(pk=old.pk).exists()
    client.post(at(old, "delete"), {"_replace": "1", "replacement": new.pk})

    assert kept
    for words in ("A draft", "A public piece", call.title, "it cannot just go"):
        assert words in plain.content.decode()
    assert "“Old” is in use" in many.content.decode()
    assert not model.objects.filter(pk=old.pk).exists()
    for row in (draft, public.article, public, call):
        assert list(getattr(row, field).all()) == [new]
    for end in ("", "feed.atom", "feed.rss", "feed.json"):
        assert client.get(old_address + end)["Location"] == new.get_absolute_url() + end


def test_replacing_moves_the_pieces_on_without_making_changes_pending(client, editor):
    old, new = make.topic("Old"), make.topic("New")
    public = make.publication("Public", topics=[old]).article
    pending = make.publication("Pending", topics=[old]).article
    edit(client, at(pending), subtitle="Later")

    client.post(at(old, "delete"), {"_replace": "1", "replacement": new.pk})

    public.refresh_from_db()
    pending.refresh_from_db()
    assert (publishing.standing(public), publishing.standing(pending)) == ("published", "pending")
    assert public.row_version == 3
    assert list(public.events.values_list("action", "actor_name").order_by("-id"))[0] == ("replace", "Edita")


def test_a_series_gives_way_on_pieces_calls_and_the_home_page(client, editor):
    old, new = make.series("Old"), make.series("New")
    publication = make.publication(series=old)
    call = make.call(series=old)
    Home.objects.update_or_create(pk=1, defaults={"series": old})

    client.post(at(old, "delete"), {"_replace": "1", "replacement": new.pk})

    call.refresh_from_db()
    publication.refresh_from_db()
    assert [call.series, publication.series, publication.article.series, Home.load().series] == [new] * 4
    assert not Series.objects.filter(name="Old").exists()


def test_a_person_hands_over_bylines_credits_account_and_address(client, editor):
    account = make.user("author")
    old, new = make.person("N. Ratiani", user=account, title="Fellow"), make.person("Nino Ratiani")
    draft = make.article("A draft", authors=[old])
    public = make.publication("Public", authors=[old, new])
    old_address = old.get_absolute_url()

    client.post(at(old, "delete"), {"_replace": "1", "replacement": new.pk})

    new.refresh_from_db()
    assert [byline.person for byline in draft.bylines.all()] == [new]
    assert [byline.person for byline in public.article.bylines.all()] == [new]
    assert list(Credit.objects.values_list("publication", "person")) == [(public.pk, new.pk)]
    assert new.user == account
    assert list(Person.objects.all()) == [new]
    assert Redirect.objects.get(old_path=old_address).new_path == new.get_absolute_url()


def test_a_tag_becomes_a_synonym_and_its_word_means_the_other_one(client, editor):
    old, new = make.tag("natural gas"), make.tag("gas")
    draft = make.article("A draft", tags=["natural gas"])
    public = make.publication("Public", tags=["natural gas", "gas"])

    client.post(at(old, "delete"), {"_replace": "1", "replacement": new.pk})
    later = make.article("Later", tags=["Natural  GAS"])

    old.refresh_from_db()
    assert old.synonym_of == new
    for row in (draft, public, public.article, later):
        assert list(row.tags.all()) == [new]
    with pytest.raises(merging.CannotMerge):
        merging.merge(new, old, by=editor)


def test_an_image_gives_way_as_lead_as_portrait_and_inside_texts(client, editor, image):
    old, new = image(), image("red")
    other = image("blue")
    body = f'<p>See:</p><figure><img src="/images/{old.pk}" alt="A map"></figure><img src="/images/{old.pk}0" alt="x">'
    public = make.publication("Public", body=body, lead_image=old)
    page = Page.objects.create(title="About", body=body)
    person = make.person(photo=old)

    shown = client.get(at(old, "delete")).content.decode()
    client.post(at(old, "delete"), {"_replace": "1", "replacement": new.pk})

    for words in ("Public", "About", person.name):
        assert words in shown
    for row in (public, public.article, page, person):
        row.refresh_from_db()
    assert [public.lead_image, public.article.lead_image, person.photo] == [new] * 3
    for row in (public, public.article, page):
        assert f'src="/images/{new.pk}"' in row.body
        assert f'src="/images/{old.pk}0"' in row.body
    assert f'src="{new.body_address}"' in public.page
    assert f'src="{old.body_address}"' not in public.page
    assert client.get(f"/images/{old.pk}")["Location"] == new.body_address
    assert {row.pk for row in Image.objects.all()} == {new.pk, other.pk}


def test_an_image_in_a_text_alone_is_in_use(client, editor, image):
    picture = image()
    make.article("A draft", body=f'<img src="/images/{picture.pk}" alt="A map">')

    client.post(at(picture, "delete"), {"post": "yes"})

    assert Image.objects.filter(pk=picture.pk).exists()
    assert "A draft" in client.get(at(picture)).content.decode()


def test_nothing_stands_in_the_place_of_itself(client, editor):
    topic = make.topic()
    make.article(topics=[topic])

    same = client.post(at(topic, "delete"), {"_replace": "1", "replacement": topic.pk})
    none = client.post(at(topic, "delete"), {"_replace": "1", "replacement": ""})

    assert "Select a valid choice" in same.content.decode()
    assert "Choose what shall stand in its place." in none.content.decode()
    assert Topic.objects.count() == 1


@pytest.mark.parametrize("is_replaced", [False, True])
def test_the_file_of_a_picture_goes_with_it(client, editor, image, is_replaced, django_capture_on_commit_callbacks):
    picture, other = image(), image("red")
    answer = {"_replace": "1", "replacement": other.pk} if is_replaced else {"post": "yes"}

    with django_capture_on_commit_callbacks(execute=True):
        client.post(at(picture, "delete"), answer)

    assert not picture.file.storage.exists(picture.file.name)
    assert other.file.storage.exists(other.file.name)


def test_only_one_name_is_the_default_byline(client, editor):
    first = make.person("The Caucasus Center", is_default_byline=True)
    second = make.person("Another body")

    refused = edit(client, at(second), is_default_byline="on")

    assert "“The Caucasus Center” is the default byline now. Untick it there first." in refused.content.decode()
    assert list(Person.objects.filter(is_default_byline=True)) == [first]


# Addresses


def test_a_changed_address_leads_to_the_new_one_without_a_chain(client, editor):
    rows = [make.topic("A"), make.region("A"), make.series("A"), make.tag("A"), make.person("A")]
    rows.append(Page.objects.create(title="A", body="<p>Text.</p>"))
    for row in rows:
        first = row.get_absolute_url()
        edit(client, at(row), slug="bb")
        edit(client, at(row), slug="Грузия")
        row.refresh_from_db()

        assert row.slug == "gruziya"
        assert client.get(first)["Location"] == row.get_absolute_url()
        assert client.get(first.replace("/a/", "/bb/"))["Location"] == row.get_absolute_url()


def test_tags_of_one_name_are_refused_and_a_synonym_hands_over(client, editor):
    gas, oil = make.tag("gas"), make.tag("oil")
    piece = make.article(tags=["oil"])

    twin = edit(client, at(oil), name="GAS")
    edit(client, at(oil), synonym_of=gas.pk)

    assert "This tag is there already: gas." in twin.content.decode()
    oil.refresh_from_db()
    assert (oil.name, oil.synonym_of) == ("oil", gas)
    assert list(piece.tags.all()) == [gas]
    assert Publication.objects.count() == 0
    assert Tag.objects.count() == 2


@pytest.mark.parametrize("name", ["\u200b", "\u00ad \u2060"])
def test_a_tag_has_a_name_that_can_be_seen(client, editor, name):
    answer = edit(client, reverse("admin:articles_tag_add"), name=name)

    assert answer.status_code == 200
    assert not Tag.objects.exists()
