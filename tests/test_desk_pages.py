"""The pages of the desk: content policy, index, lists, the library of pictures, suggestions for tags."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Home, Image, Tag
from tests import make, pictures
from tests.desk import edit, errors_of

pytestmark = pytest.mark.django_db
STRICT = ("script-src 'self'", "style-src 'self'", "img-src 'self'", "frame-ancestors 'none'")


@pytest.fixture
def publisher(client):
    user = make.user("publisher")
    client.force_login(user)
    return user


def policy(response):
    return [part.strip() for part in response["Content-Security-Policy"].split(";")]


def test_only_pages_with_the_editor_may_have_styles_of_their_own(client, publisher):
    topic, piece, tag, person = make.topic(), make.publication().article, make.tag(), make.person()
    with_editor = [
        reverse("admin:articles_article_add"),
        reverse("admin:articles_article_change", args=[piece.pk]),
        reverse("admin:articles_topic_change", args=[topic.pk]),
        reverse("admin:articles_tag_change", args=[tag.pk]),
        reverse("admin:articles_person_change", args=[person.pk]),
        reverse("admin:articles_page_add"),
    ]
    without = [
        "/admin/",
        reverse("admin:articles_article_changelist"),
        reverse("admin:articles_article_delete", args=[make.article().pk]),
        reverse("admin:articles_article_preview", args=[piece.pk]),
        reverse("admin:articles_article_retract", args=[piece.pk]),
        reverse("admin:articles_article_word"),
        reverse("admin:articles_article_history", args=[piece.pk]),
        reverse("admin:articles_article_texts", args=[piece.pk]),
        reverse("admin:articles_article_compare", args=[piece.pk]),
        reverse("admin:articles_topic_delete", args=[topic.pk]),
        reverse("admin:articles_image_add"),
        reverse("admin:articles_image_choose"),
        reverse("admin:articles_home_change", args=[Home.load().pk]),
        reverse("admin:articles_disclaimer_add"),
    ]
    for address in with_editor:
        found = policy(client.get(address))
        assert "style-src 'self' 'unsafe-inline'" in found, address
        assert "script-src-attr 'unsafe-inline'" in found, address
        assert "script-src 'self'" in found, address
    for address in without:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert set(STRICT) <= set(policy(answer)), address
        assert "unsafe" not in answer["Content-Security-Policy"], address


def test_who_only_looks_gets_no_editor_and_no_looser_policy(client):
    client.force_login(make.user("author"))

    shown = client.get(reverse("admin:articles_topic_change", args=[make.topic().pk]))

    assert "ckeditor" not in shown.content.decode()
    assert "unsafe" not in shown["Content-Security-Policy"]


def test_the_source_view_is_for_those_who_hold_its_permission(client):
    for role, has_source in [("author", False), ("editor", False), ("publisher", True)]:
        client.force_login(make.user(role))
        widget = client.get("/admin/articles/article/add/").context["adminform"].form["body"].field.widget
        assert (["Source"] in widget.config["toolbar"]) == has_source
        assert ("sourcearea" in widget.config["removePlugins"]) == (not has_source)


def test_the_index_is_in_the_order_of_work(client, publisher):
    index = client.get("/admin/")

    names = [model["object_name"] for model in index.context["app_list"][0]["models"]]
    assert names == [
        *("Article", "Calendar", "Image", "Person", "Topic", "Region", "Series", "Tag", "NameGroup"),
        *("Home", "Page", "Disclaimer"),
        *("CheckRule", "Term", "CheckedLink", "ImportRun"),
    ]
    assert "CCSIS desk" in index.content.decode()


def test_every_list_and_form_of_the_desk_opens(client, publisher):
    image = upload(client)
    rows = [make.topic(), make.region(), make.series(), make.tag(), make.person(), image, make.article(tags=["gas"])]
    for row in rows:
        name = row._meta.model_name
        for address in (
            reverse(f"admin:articles_{name}_changelist"),
            reverse(f"admin:articles_{name}_changelist") + "?q=a",
            reverse(f"admin:articles_{name}_add"),
            reverse(f"admin:articles_{name}_change", args=[row.pk]),
            reverse(f"admin:articles_{name}_delete", args=[row.pk]),
        ):
            assert client.get(address).status_code == 200, address


def test_the_list_of_home_pages_leads_to_the_one(client, publisher):
    assert client.get("/admin/articles/home/").url == reverse("admin:articles_home_change", args=[1])
    assert client.get("/admin/articles/home/add/").status_code == 403


def test_the_home_page_is_arranged_in_the_admin(client, publisher):
    lead, pick = make.publication("Lead").article, make.publication("Pick").article
    series = make.series()

    edit(client, reverse("admin:articles_home_change", args=[Home.load().pk]), lead=lead.pk, series=series.pk,
         picks__TOTAL_FORMS="1", picks__0__article=pick.pk, picks__0__position="1")  # fmt: skip

    home = Home.load()
    assert (home.lead, home.series, [row.article for row in home.picks.all()]) == (lead, series, [pick])


# Pictures


def upload(client, content=None, name="pass.png", **fields):
    data = {"alt": "The pass", "credit": "N. Ratiani", "focal_x": 50, "focal_y": 50, **fields}
    response = client.post("/admin/articles/image/add/", data | {"file": pictures.upload(content, name)})
    return Image.objects.order_by("-id").first() if response.status_code == 302 else response


def test_a_picture_is_written_anew_and_remembers_who_sent_it(client, publisher):
    image = upload(client, pictures.with_gps((60, 40)), "../IMG 1.jpg")

    assert (image.width, image.height, image.uploaded_by) == (40, 60, publisher)
    assert image.original_name == "IMG 1.jpg"
    assert b"Secret" not in image.file.read()
    assert client.get(image.body_address)["Location"] == image.file.url
    image.file.close()


def test_the_same_file_twice_is_shown_where_it_is(client, publisher):
    first = upload(client)

    second = upload(client, name="other-name.png")

    assert "in the library already" in second.content.decode()
    assert f'href="/admin/articles/image/{first.pk}/change/"' in second.content.decode()
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [(b"<svg/>", "a.svg", "SVG files"), (pictures.bomb(), "b.png", "40 million pixels"), (b"x", "c.jpg", "damaged")],
    ids=["svg", "bomb", "broken"],
)
def test_a_bad_file_is_an_error_of_the_form(client, publisher, content, name, says):
    response = upload(client, content, name)

    assert any(says in sentence for sentence in errors_of(response))
    assert "The pass" in response.content.decode()
    assert not Image.objects.exists()


def test_a_picture_without_credit_is_refused(client, publisher):
    assert errors_of(upload(client, credit="")) == ["This field is required."]


def test_the_file_of_a_picture_never_changes(client, publisher):
    image = upload(client)
    before = image.file.name

    client.post(
        reverse("admin:articles_image_change", args=[image.pk]),
        {
            "alt": "New",
            "credit": "N. R.",
            "focal_x": 1,
            "focal_y": 2,
            "file": pictures.upload(pictures.image(colour="red")),
        },
    )

    image.refresh_from_db()
    assert (image.file.name, image.alt) == (before, "New")


def test_the_editor_finds_pictures_by_their_words(client, publisher):
    upload(client, pictures.image(colour="red"), alt="A railway bridge", caption="Near Kars")
    upload(client, pictures.image(colour="blue"), alt="A port")

    found = client.get("/admin/articles/image/choose/", {"q": "kars"}).json()

    assert [(row["alt"], row["caption"]) for row in found["pictures"]] == [("A railway bridge", "Near Kars")]
    assert len(client.get("/admin/articles/image/choose/").json()["pictures"]) == 2
    client.force_login(make.user("moderator"))
    assert client.get("/admin/articles/image/choose/").status_code == 403


def test_the_page_of_a_picture_names_no_draft_of_others(client):
    image, author = make.image(), make.user("author")
    make.article("Mine", lead_image=image, created_by=author)
    make.article("A draft of somebody else", body=f'<p>Text</p><img src="{image.body_address}" alt="">')
    make.publication("What readers know", lead_image=image)
    client.force_login(author)

    page = client.get(reverse("admin:articles_image_change", args=[image.pk])).content.decode()

    assert "Mine" in page
    assert "What readers know" in page
    assert "A draft of somebody else" not in page
    assert "and 1 more" in page


def test_an_author_describes_own_pictures_until_readers_see_them(client):
    author = make.user("author")
    client.force_login(author)
    own, other = upload(client), make.image(caption="As it was")
    make.publication("Somebody else’s piece", lead_image=other)

    def caption(image, words):
        data = {"alt": "", "credit": "N. Ratiani", "focal_x": 1, "focal_y": 2, "caption": words}
        client.post(reverse("admin:articles_image_change", args=[image.pk]), data)
        image.refresh_from_db()
        return image.caption

    assert caption(other, "Mine now") == "As it was"
    assert caption(own, "The pass in May") == "The pass in May"
    make.publication("The pass", lead_image=own)
    assert caption(own, "A slogan") == "The pass in May"
    assert client.get(reverse("admin:articles_image_change", args=[own.pk])).status_code == 200
    client.force_login(make.user("editor"))
    assert caption(own, "The pass in June") == "The pass in June"


# Tags


def test_tags_are_suggested_by_any_part_and_synonyms_by_their_main_word(client, publisher):
    gas = make.tag("gas")
    for name in ("Gaza", "LNG and gas", "railways"):
        make.tag(name)
    make.tag("Gasoline").__class__.objects.filter(name="Gasoline").update(synonym_of=gas)

    assert client.get("/admin/articles/tag/suggest/", {"q": "GA"}).json() == {"names": ["gas", "Gaza", "LNG and gas"]}
    assert client.get("/admin/articles/tag/suggest/", {"q": ""}).json() == {"names": []}
    client.force_login(make.user("moderator"))
    assert client.get("/admin/articles/tag/suggest/", {"q": "ga"}).status_code == 403


def test_an_author_adds_a_tag_by_name_alone(client):
    client.force_login(make.user("author"))
    data = {"name": "gas", "introduction": "<p>A slogan</p>", "slug": "elections", "synonym_of": make.tag("oil").pk}

    client.post(reverse("admin:articles_tag_add"), data)

    tag = Tag.objects.get(name="gas")
    assert (tag.slug, tag.introduction, tag.synonym_of) == ("gas", "", None)
    assert client.get(reverse("admin:articles_tag_change", args=[tag.pk])).status_code == 200


def test_the_tag_input_splits_on_commas_only(client, publisher):
    piece = make.article()
    make.tag("gas")

    edit(
        client,
        reverse("admin:articles_article_change", args=[piece.pk]),
        tags='South Caucasus, GAS، ქართული ენა, "quoted", gas',
    )

    assert sorted(tag.name for tag in piece.tags.all()) == ['"quoted"', "South Caucasus", "gas", "ქართული ენა"]
    shown = client.get(reverse("admin:articles_article_change", args=[piece.pk])).context["adminform"].form["tags"]
    assert "South Caucasus" in shown.as_widget()


def test_lists_of_the_desk_cost_the_same_however_long(client, publisher, django_assert_num_queries):
    addresses = [f"/admin/articles/{name}/" for name in ("topic", "person", "tag", "image", "page")]

    def fill(n):
        for i in range(n):
            make.topic(f"T {n} {i}")
            make.person(f"P {n} {i}")
            make.tag(f"tag {n} {i}")
            upload(client, pictures.image(size=(20 + n, 20 + i)))

    fill(1)
    costs = {}
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs[address] = len(queries)
    fill(5)
    for address, cost in costs.items():
        with django_assert_num_queries(cost):
            client.get(address)
