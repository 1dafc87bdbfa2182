"""Topics, pages and the name of the site say the same in the other languages of the site."""

import pytest
from django.utils import translation

from articles.models import Page, Topic
from ccsis.models import SiteSettings
from tests import make
from tests.desk import data_of

pytestmark = pytest.mark.django_db


def test_a_reader_of_another_language_gets_its_words_and_the_own_ones_where_there_are_none(client):
    roads = make.topic("Roads")
    roads.wordings = {"ru": {"name": "Дороги", "introduction": "<p>О дорогах.</p><script>x</script>"}}
    roads.introduction = "<p>About roads.</p>"
    roads.save()
    SiteSettings(name="The Centre", wordings={"ru": {"name": "Центр"}}).save()
    Page.objects.create(title="About", slug="about", body="<p>Who we are</p>", wordings={"fa": {"title": "دربارهٔ ما"}})
    make.publication(topics=[roads])
    russian, english = client.get("/ru/topics/roads/").text, client.get("/topics/roads/").text
    assert "<h1>Дороги</h1>" in russian and "<p>О дорогах.</p>" in russian and "<script>x" not in russian
    assert "Центр" in russian and "The Centre" not in russian
    assert "<h1>Roads</h1>" in english and "<p>About roads.</p>" in english and "The Centre" in english
    persian = client.get("/fa/about/").text
    assert "<h1>دربارهٔ ما</h1>" in persian
    assert '<div class="prose page-text" lang="en" dir="ltr">' in persian


def test_an_editor_writes_them_below_the_own_words(client):
    row = make.topic("Roads")
    client.force_login(make.user("publisher"))
    address = f"/admin/articles/topic/{row.pk}/change/"
    fields = data_of(client.get(address))
    client.post(address, {**fields, "name_ru": "Дороги", "introduction_fa": "<p>راه‌ها</p><script>x</script>"})
    row.refresh_from_db()
    assert row.wordings == {"ru": {"name": "Дороги"}, "fa": {"introduction": "<p>راه‌ها</p>"}}
    fields = data_of(client.get(address))
    assert fields["name_ru"] == "Дороги"
    client.post(address, {**fields, "name_ru": ""})
    row.refresh_from_db()
    assert row.wordings == {"fa": {"introduction": "<p>راه‌ها</p>"}}
    with translation.override("ru"):
        assert str(Topic.objects.get(pk=row.pk)) == "Roads"
