"""The library of pictures at the desk: looked through, filled from within a text, files put in place of others."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from articles import library, merging, renditions
from articles import pictures as reading
from articles.locking import Conflict
from articles.models import Image, Rendition
from tests import make, pictures

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_image_changelist")
UPLOAD = reverse("admin:articles_image_upload")


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client):
    user = make.user("editor", is_staff=True)
    client.force_login(user)
    return user


def picture(colour="teal", size=(60, 40), **fields):
    file = ContentFile(pictures.image(size=size, colour=colour), name="picture.png")
    return make.image(file=file, width=size[0], height=size[1], sha256=colour, **fields)


def other_file(image):
    return reverse("admin:articles_image_file", args=[image.pk])


# The list


def test_the_library_is_narrowed_to_what_lacks_something_is_used_or_is_mine(client, editor):
    lead, inside, portrait = picture(alt="Lead"), picture(alt="Inside"), picture(alt="Portrait")
    nowhere = picture(alt="Nowhere", uploaded_by=editor, source="https://example.org/")
    bare = picture(alt="", caption="Bare", credit="")
    make.article(lead_image=lead, body=f'<p>x</p><img src="/images/{inside.pk}" alt="x">')
    make.person(photo=portrait)

    def shown(**filters):
        return {image.caption or image.alt for image in client.get(LIST, filters).context["cl"].result_list}

    assert shown(used="yes") == {"Lead", "Inside", "Portrait"}
    assert shown(used="no") == {"Nowhere", "Bare"}
    assert (shown(lacks="alt"), shown(lacks="credit")) == ({"Bare"}, {"Bare"})
    assert shown(lacks="source") == {"Lead", "Inside", "Portrait", "Bare"}
    assert shown(whose="mine") == {"Nowhere"}
    assert shown(q="example.org") == {"Nowhere"}
    assert merging.images_in_use() == {lead.pk, inside.pk, portrait.pk}
    text = client.get(LIST).text
    assert ("no description" in text, "no credit" in text, nowhere.file.url in text, bare.file.url in text) == (
        True,
    ) * 4


def test_the_list_shows_the_smallest_copies_at_a_flat_price(client, editor, django_assert_max_num_queries):
    picture(size=(300, 200))
    client.get(LIST)
    with django_assert_max_num_queries(100) as one:
        client.get(LIST)
    for n in range(4):
        picture(f"#00000{n}", size=(300, 200))
    renditions.make_due()
    with django_assert_max_num_queries(len(one)):
        text = client.get(LIST).text
    assert [row.file.url in text for row in Rendition.objects.filter(format="webp")] == [True] * 5


def test_pictures_that_are_ticked_are_deleted_together(client, editor):
    gone, used = picture(), picture("red")
    make.article(lead_image=used)
    sent = {"action": "delete_selected", "_selected_action": [gone.pk], "post": "yes"}
    client.post(LIST, sent)
    assert list(Image.objects.all()) == [used]


# From within a text


def sent(**fields):
    return {"file": pictures.upload(), "alt": "A gorge in May", "credit": "N. Ratiani"} | fields


def test_a_picture_is_uploaded_from_within_a_text(client, editor):
    answer = client.post(UPLOAD, sent(caption="The pass", licence="CC BY 4.0")).json()
    image = Image.objects.get()
    assert (image.uploaded_by, image.width, image.height, image.licence) == (editor, 60, 40, "CC BY 4.0")
    assert answer == {
        "picture": {
            "address": image.body_address,
            "thumb": image.file.url,
            "name": "A gorge in May",
            "alt": "A gorge in May",
            "caption": "The pass",
        }
    }


def test_it_is_refused_field_by_field_and_the_one_that_is_here_is_offered(client, editor):
    response = client.post(UPLOAD, {"file": pictures.upload(b"<svg/>", "x.svg"), "alt": " ", "credit": ""})
    assert response.status_code == 422
    assert sorted(response.json()["errors"]) == ["alt", "credit", "file"]
    assert response.json()["twin"] is None

    client.post(UPLOAD, sent())
    response = client.post(UPLOAD, sent())
    image = Image.objects.get()
    assert response.json()["errors"] == {"file": ["This picture is in the library already: A gorge in May."]}
    assert response.json()["twin"]["address"] == image.body_address


def test_who_may_upload_is_asked_on_the_server(client):
    client.force_login(make.user("moderator", is_staff=True))
    assert client.post(UPLOAD, sent()).status_code == 403
    client.force_login(make.user("author", is_staff=True))
    assert client.get(UPLOAD).status_code == 405
    assert client.post(UPLOAD, sent()).status_code == 200


# Another file


def test_another_file_keeps_the_address_and_every_page_shows_it(client, editor, django_capture_on_commit_callbacks):
    image = picture(size=(300, 200), alt="The gorge")
    lead = make.publication("With a lead", lead_image=image)
    inside = make.publication("In a text", body=f'<p>x</p><img src="/images/{image.pk}" alt="y">')
    renditions.make_due()
    old = [image.file.name, *image.renditions.values_list("file", flat=True)]
    versions = [public.article.row_version for public in (lead, inside)]

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            other_file(image), {"file": pictures.upload(pictures.image(size=(80, 80), colour="red"), "new.png")}
        )

    assert response["Location"] == reverse("admin:articles_image_change", args=[image.pk])
    image.refresh_from_db()
    assert (image.width, image.height, image.original_name, image.alt) == (80, 80, "new.png", "The gorge")
    assert (image.renditions.count(), renditions.make_due()) == (0, 1)
    assert [name for name in old if default_storage.exists(name)] == []
    assert client.get(image.body_address)["Location"] == image.file.url
    for public in (lead, inside):
        text = client.get(public.get_absolute_url()).text
        assert (image.renditions.get(format="webp").file.url in text, old[0] in text) == (True, False)
        assert 'width="80" height="80"' in text
        event = public.article.events.get(action="replace")
        assert (event.actor, event.details) == (editor, {"what": "file", "image": image.pk})
    assert [
        public.article.__class__.objects.get(pk=public.article.pk).row_version for public in (lead, inside)
    ] == versions


def test_another_file_is_looked_at_like_any_and_a_refused_one_changes_nothing(client, editor):
    image, twin = picture(), picture("red")
    name = image.file.name
    Image.objects.filter(pk=image.pk).update(sha256=reading.read(pictures.upload()).sha256)
    Image.objects.filter(pk=twin.pk).update(sha256=reading.read(pictures.upload(pictures.image(colour="red"))).sha256)

    def says(upload):
        return client.post(other_file(image), {"file": upload}).context["form"].errors["file"][0]

    assert says(pictures.upload()) == "This is the file that is here already."
    assert "in the library already" in says(pictures.upload(pictures.image(colour="red")))
    assert "damaged" in says(pictures.upload(b"no"))
    image.refresh_from_db()
    assert (image.file.name, default_storage.exists(name)) == (name, True)


def test_two_who_replace_a_file_at_once_do_not_lose_one():
    image = picture()
    stale = Image.objects.get(pk=image.pk)
    library.replace_file(image, reading.read(pictures.upload(pictures.image(colour="red"))))
    with pytest.raises(Conflict):
        library.replace_file(stale, reading.read(pictures.upload(pictures.image(colour="blue"))))
    assert default_storage.exists(Image.objects.get().file.name)
    assert len(default_storage.listdir("images")[1]) == 2  # the first one goes after commit


def test_an_author_replaces_no_file_that_readers_see(client):
    author = make.user("author", is_staff=True)
    client.force_login(author)
    image = picture(uploaded_by=author)
    assert client.get(other_file(image)).status_code == 200
    make.publication(lead_image=image)
    assert client.get(other_file(image)).status_code == 403
    assert client.post(other_file(image), {"file": pictures.upload()}).status_code == 403
