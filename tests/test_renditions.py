"""Smaller copies of pictures: made once by the worker, shown by every page, gone with their picture."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image as Pillow

from articles import body, renditions, showing
from articles.models import Image, Rendition
from tests import make, pictures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(width=1000, height=500, format="PNG", **fields):
    """A picture of the library as an upload leaves it."""
    mode = fields.pop("mode", "RGB")
    colour = fields.pop("colour", "teal")
    content = pictures.image(format, (width, height), mode, colour)
    file = ContentFile(content, name=f"picture.{format.lower()}")
    return make.image(file=file, width=width, height=height, **fields)


def made(image):
    return [(row.format, row.width, row.height) for row in Rendition.objects.filter(image=image)]


def address(image, format, width):
    return image.renditions.get(format=format, width=width).file.url


def test_the_worker_makes_every_width_that_is_not_larger_than_the_picture():
    image = picture(1000, 500, "JPEG")

    assert renditions.make_due() == 1

    assert sorted(made(image)) == [
        *[("avif", 800, 400), ("avif", 1000, 500)],
        *[("jpeg", 480, 240), ("jpeg", 800, 400), ("jpeg", 1000, 500)],
        *[("webp", 480, 240), ("webp", 800, 400), ("webp", 1000, 500)],
    ]
    for row in image.renditions.all():
        with row.file.open() as file:
            content = file.read()
        opened = Pillow.open(io.BytesIO(content))
        assert (opened.format.lower(), opened.size, len(content)) == (row.format, (row.width, row.height), row.bytes)
    assert renditions.make_due() == 0


def test_a_small_picture_is_not_made_larger():
    image = picture(300, 200)
    renditions.make_due()
    assert sorted(made(image)) == [("jpeg", 300, 200), ("webp", 300, 200)]


def test_what_shows_the_ground_through_stays_png_for_old_browsers():
    image = picture(500, 100, mode="RGBA", colour=(0, 0, 0, 0))
    renditions.make_due()
    assert {format for format, _width, _height in made(image)} == {"png", "webp", "avif"}
    with image.renditions.get(format="png", width=480).file.open() as file:
        assert Pillow.open(file).getpixel((0, 0))[3] == 0


def test_a_copy_lies_under_the_hash_of_its_content_and_is_made_twice_without_harm():
    image = picture(300, 200)
    renditions.make_due()
    before = sorted(image.renditions.values_list("file", flat=True))
    image.renditions.all().delete()
    Image.objects.update(renditions_at=None)

    renditions.make_due()

    assert sorted(image.renditions.values_list("file", flat=True)) == before
    assert sorted(default_storage.listdir(f"renditions/{image.pk}")[1]) == [name.split("/")[-1] for name in before]


def test_while_one_worker_is_at_a_picture_another_leaves_it_and_takes_it_up_when_that_one_is_dead():
    image = picture(300, 200)
    assert renditions._take() == image  # and is killed
    assert renditions.make_due() == 0
    Image.objects.update(renditions_held_until=timezone.now() - timedelta(seconds=1))
    assert renditions.make_due() == 1


def test_who_comes_too_late_takes_nothing_away_from_the_other():
    image = picture(300, 200)
    late = renditions._take()
    Image.objects.update(renditions_held_until=None)
    renditions.make_due()

    assert renditions._make(late) == 0

    assert len(made(image)) == 2
    assert all(default_storage.exists(name) for name in image.renditions.values_list("file", flat=True))


def test_a_broken_picture_is_tried_three_times_and_hinders_no_other():
    broken = make.image(file=ContentFile(b"\x89PNG and then nothing", name="broken.png"))
    whole = picture(300, 200)
    for _round in range(5):
        renditions.make_due()
        Image.objects.update(renditions_held_until=None)
    broken.refresh_from_db()
    assert (broken.renditions_tries, broken.renditions_at) == (3, None)
    assert len(made(whole)) == 2


def test_what_is_replaced_while_its_copies_are_made_gets_those_of_the_new_file():
    image = picture(300, 200)
    old = renditions._take()
    Image.objects.filter(pk=image.pk).update(file="images/another.png")

    assert renditions._make(old) == 0

    assert made(image) == []
    assert default_storage.listdir(f"renditions/{image.pk}")[1] == []


def test_pages_show_the_picture_itself_until_there_are_copies():
    image = picture(1000, 500)
    before = showing.picture(image, place="card")
    renditions.make_due()
    image = Image.objects.for_pages().get()
    after = showing.picture(image, place="body", alt="A map")

    assert before == f'<img src="{image.file.url}" alt="" width="1000" height="500" loading="lazy" decoding="async">'
    sizes = showing.PLACES["body"]

    def srcset(format, *widths):
        return ", ".join(f"{address(image, format, width)} {width}w" for width in widths)

    assert after == (
        f'<picture><source type="image/avif" srcset="{srcset("avif", 800, 1000)}" sizes="{sizes}">'
        f'<source type="image/webp" srcset="{srcset("webp", 480, 800, 1000)}" sizes="{sizes}">'
        f'<img src="{address(image, "jpeg", 1000)}" srcset="{srcset("jpeg", 480, 800, 1000)}" sizes="{sizes}"'
        ' alt="A map" width="1000" height="500" loading="lazy" decoding="async"></picture>'
    )


def test_a_published_page_shows_copies_that_were_made_later(client):
    image = picture(1000, 500)
    lead, face = picture(1000, 500, alt="The gorge"), picture(300, 200)
    text = f'<figure><img src="/images/{image.pk}" alt="A &quot;map&quot;"></figure>'
    author = make.person(photo=face, biography="<p>Writes.</p>")
    public = make.publication(body=text, lead_image=lead, authors=[author])
    before, stored = client.get(public.get_absolute_url()).text, public.page

    renditions.make_due()

    after = client.get(public.get_absolute_url()).text
    public.refresh_from_db()
    assert public.page == stored
    assert (before.count("<picture>"), after.count("<picture>")) == (0, 3)
    for row in (image, lead):
        assert f"{address(row, 'webp', 480)} 480w" in after
    assert f"{address(face, 'webp', 300)} 300w" in after
    assert 'alt="A &quot;map&quot;" width="1000" height="500"' in after
    assert f'property="og:image" content="http://testserver{address(lead, "jpeg", 1000)}"' in after


def test_feeds_show_one_file_of_each_picture():
    image = picture(1000, 500)
    public = make.publication(body=f'<p>x</p><img src="/images/{image.pk}" alt="A map">')
    renditions.make_due()
    size = 'width="1000" height="500" loading="lazy" decoding="async"'
    shown = f'<p>x</p><img src="{address(image, "jpeg", 1000)}" alt="A map" {size}>'
    assert body.page_html(public, is_plain=True) == shown


def test_a_picture_that_is_gone_leaves_no_hole_in_the_page():
    image = picture(300, 200)
    public = make.publication(body=f'<p>x</p><p><img src="/images/{image.pk}" alt="A map">y</p>')
    Image.objects.all().delete()
    assert body.page_html(public) == "<p>x</p><p>y</p>"


def test_lists_cost_the_same_however_many_pictures_they_show(client, django_assert_max_num_queries):
    def publish():
        lead = picture(300, 200)
        make.publication(f"Piece {lead.pk}", lead_image=lead)
        renditions.make_due()

    publish()
    client.get("/analyses/")
    with django_assert_max_num_queries(100) as one:
        client.get("/analyses/")
    cost = len(one)
    for _n in range(3):
        publish()
    client.get("/analyses/")  # its facets are counted anew once
    with django_assert_max_num_queries(cost):
        assert client.get("/analyses/").text.count("<picture>") == 4


def test_deleting_a_picture_deletes_its_copies(client, django_capture_on_commit_callbacks):
    image = picture(300, 200)
    renditions.make_due()
    names = [image.file.name, *image.renditions.values_list("file", flat=True)]
    client.force_login(make.user("editor", is_staff=True))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/articles/image/{image.pk}/delete/", {"post": "yes"})

    assert not Image.objects.exists() and not Rendition.objects.exists()
    assert [name for name in names if default_storage.exists(name)] == []


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_make_each_picture_once(together, monkeypatch):
    images = [picture(300, 200, colour=f"#00{n:02d}00") for n in range(6)]
    made_by = []
    written = renditions._written
    monkeypatch.setattr(renditions, "_written", lambda image: made_by.append(image.pk) or written(image))

    done = together(*[renditions.make_due] * 4)

    assert sum(done) == 6
    assert sorted(made_by) == [image.pk for image in images]
    assert [len(made(image)) for image in images] == [2] * 6
