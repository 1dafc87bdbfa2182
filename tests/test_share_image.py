"""The picture for cards of other sites: in every script of the region, drawn once for each version by the worker."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from articles import publishing, relief, share_files, share_image
from articles.models import Article, Publication
from articles.share_image import Card, NotDrawable
from ccsis.models import SiteSettings
from tests import make

HOUSE = "Caucasus Center for Strategic and International Studies"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def card(title="The single road", names=("Tamar Lezhvari",), **fields):
    return Card(title, names, "Analysis", HOUSE, "CCSIS", relief.seed_of("The single road"), **fields)


def opened(content):
    return Pillow.open(io.BytesIO(content)).convert("RGB")


def files():
    return sorted(name for folder in default_storage.listdir("share")[0] for name in _in(folder))


def _in(folder):
    return [f"share/{folder}/{name}" for name in default_storage.listdir(f"share/{folder}")[1]]


def shown(row):
    return Publication.objects.get(pk=row.pk).share_image


# Drawing


def test_a_picture_has_the_size_that_networks_ask_for_and_weighs_little():
    content = share_image.draw(card())
    assert opened(content).size == (1200, 630)
    assert len(content) < 150_000
    assert content == share_image.draw(card())


def test_a_picture_from_right_to_left_is_turned_round():
    sign_left, sign_right = (70, 530, 105, 565), (1095, 530, 1130, 565)
    pictures = [share_image.draw(card()), share_image.draw(card("گاز در برابر برق", direction="rtl"))]
    found = [[is_garnet_in(opened(each).crop(place)) for place in (sign_left, sign_right)] for each in pictures]
    assert found == [[True, False], [False, True]]


def is_garnet_in(picture):
    return any(red > 100 and green < 60 and blue < 90 for _number, (red, green, blue) in picture.getcolors(4000))


@pytest.mark.parametrize(
    "text",
    [
        "გზა და სახელი",
        "Ամբարի հայելին. երեք ժամացույց, և ո՞վ",
        "Bir evdə dörd əlifba: İşıqlı qırğın",
        "О чём не спросили горы: Ӏ, ә, ғ",
        "Çığ, ağır şey ve Türkçe",
        "گاز در برابر برق: CCSIS در ۲۰۲۶ (نسخهٔ دوم)",
    ],
)
def test_every_script_of_the_region_has_its_letters(text):
    runs = share_image.in_order(text, 40, "display", text.startswith("گ"))
    assert sorted("".join(run.text for run in runs)) == sorted(text)
    assert share_image.in_order(text, 40, "text", False)


def test_joined_letters_are_shaped_and_not_set_one_by_one():
    word = "معامله"
    (run,) = share_image.in_order(word, 60, "display", True)
    apart = sum(run.font.getlength(letter, direction="rtl") for letter in word)
    assert run.width < apart * 0.9


def test_directions_in_one_line_stand_as_a_reader_of_it_expects():
    persian = [run.text.strip() for run in share_image.in_order("گاز CCSIS و برق", 40, "text", True)]
    english = [run.text.strip() for run in share_image.in_order("Shirin (شیرین) wrote", 40, "text", False)]
    assert persian == ["و برق", "CCSIS", "گاز"]
    assert english == ["Shirin (", "شیرین", ") wrote"]


def test_numbers_in_persian_keep_their_order_for_the_shaper():
    assert [run.text for run in share_image.in_order("در ۲۰۲۶ و", 40, "text", True)] == ["در ۲۰۲۶ و"]


def test_a_title_of_any_length_stays_inside_the_sheet():
    for title in ("What if?", "word " * 60, "Unbreakable" * 30):
        picture = opened(share_image.draw(card(title.strip(), ("A\u00a0Name, " * 30,))))
        margin = picture.crop((0, 0, share_image.EDGE - share_image.GAP - 2, 630)).getcolors()
        gap = picture.crop((840, 40, 847, 590)).getcolors()
        assert (len(margin), len(gap)) == (1, 1)


def test_what_no_font_can_draw_is_said():
    with pytest.raises(NotDrawable, match="U\\+4E2D"):
        share_image.draw(card("中"))


def test_without_raqm_joined_scripts_are_not_drawn_and_others_are(monkeypatch):
    monkeypatch.setattr(share_image, "_has_raqm", lambda: False)
    with pytest.raises(NotDrawable, match="Raqm"):
        share_image.draw(card("گاز", direction="rtl"))
    assert opened(share_image.draw(card("გზა"))).size == (1200, 630)


# The worker

in_database = pytest.mark.django_db


@in_database
def test_the_worker_draws_once_for_each_version_and_the_page_names_it(client):
    article = make.article(authors=[make.person()])
    row = publishing.publish(article, at=make.NOW)
    assert share_files.draw_due() == 1
    assert share_files.draw_due() == 0
    first = shown(row)
    assert files() == [first]
    page = client.get(row.get_absolute_url()).text
    assert f'<meta property="og:image" content="http://testserver{default_storage.url(first)}">' in page
    response = client.get(default_storage.url(first))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert opened(b"".join(response.streaming_content)).size == (1200, 630)
    article.title = "Another title"
    article.save()
    publishing.publish(article)
    assert shown(row) == ""
    assert share_files.draw_due() == 1
    assert files() == [shown(row)] != [first]


@in_database
def test_the_same_picture_keeps_its_address():
    article = make.article()
    row = publishing.publish(article)
    share_files.draw_due()
    first = shown(row)
    article.body = "<p>Other words.</p>"
    article.save()
    publishing.publish(article)
    share_files.draw_due()
    assert shown(row) == first
    assert files() == [first]


@in_database
def test_what_one_worker_draws_no_other_takes():
    make.publication()
    assert share_files._take() is not None
    assert share_files._take() is None


@in_database
def test_a_picture_of_a_version_that_was_replaced_meanwhile_is_not_named():
    article = make.article()
    row = publishing.publish(article)
    taken = share_files._take()
    publishing.publish(Article.objects.get(pk=article.pk))
    assert share_files._draw(taken) == 0
    assert shown(row) == ""


@in_database
def test_what_cannot_be_drawn_is_not_tried_again():
    row = make.publication("中")
    assert share_files.draw_due() == 0
    row.refresh_from_db()
    assert (row.share_image, row.share_tries) == ("", share_files.MOST_TRIES)


@in_database
def test_the_picture_of_a_retracted_piece_goes():
    kept, gone = make.publication("Kept"), make.article("Gone")
    publishing.publish(gone)
    assert share_files.draw_due() == 2
    publishing.retract(gone, reason="It was wrong.")
    assert share_files.sweep() == 1
    assert files() == [shown(kept)]


@in_database
def test_the_picture_says_what_an_editor_wrote_for_it():
    row = make.publication("The single road", share_title="Who pays\n for snow?", language="fa", kind="simulation")
    made = share_files.card_of(row, SiteSettings.load())
    assert (made.title, made.kind, made.house) == ("Who pays for snow?", "Simulation", HOUSE)
    assert (made.direction, made.is_simulation) == ("rtl", True)
