"""Help while writing: previews, pasted texts and Word files; the same with a button where no script runs."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from submissions.form import help
from submissions.models import Submission
from tests import documents as made
from tests import make
from tests.test_documents import scenario

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "private" / "arriving"


@pytest.fixture
def call():
    return make.call("Winter roads")


def ask(client, call, name, **given):
    answer = client.post(f"{call.get_absolute_url()}{name}/", given)
    return answer.status_code, json.loads(answer.content)


def docx(tmp_path, name="scenario.docx"):
    return SimpleUploadedFile(name, scenario(tmp_path).read_bytes())


def left(settings):
    return [path for path in settings.FILE_UPLOAD_TEMP_DIR.rglob("*") if path.is_file()]


def test_the_preview_is_made_by_the_servers_own_renderer(client, call):
    text = "## A\n\nNobody[^1] <script>x</script>.\n\n[^1]: Kept.\n"
    status, answer = ask(client, call, "look", text=text, language="fa")
    assert (status, answer["words"]) == (200, 5)
    assert '<h2>A</h2>\n<p>Nobody<sup class="note">' in answer["html"]
    assert 'lang="fa" dir="rtl"' in answer["html"]
    assert "<script" not in answer["html"]
    assert ask(client, call, "look", text="x", language="xx")[1]["html"].startswith('<div class="prose" lang="en"')


def test_a_pasted_text_comes_back_clean(client, call):
    html = "<p>a <b>b</b><img src='x'><img src='y'></p><script>alert(1)</script>"
    assert ask(client, call, "paste", html=html) == (200, {"text": "a **b**\n", "dropped": "Left out: 2 pictures."})
    status, answer = ask(client, call, "paste", html="x" * (help.MOST_PASTED + 1))
    assert (status, answer["problem"]) == (413, "This is too long to be cleaned. Paste it in parts.")


def test_a_word_file_comes_back_as_text_and_is_not_kept(client, call, tmp_path, settings):
    status, answer = ask(client, call, "word", docx=docx(tmp_path))
    assert (status, answer["dropped"]) == (200, "Left out: 1 formula.")
    assert answer["text"].startswith("## Days 1 to 5\n\nNobody calls it a **crisis**[^1]")
    assert left(settings) == []
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("upload", "status", "sentence"),
    [
        (None, 422, "Choose a Word file first."),
        (SimpleUploadedFile("x.odt", b"PK"), 422, "“x.odt” is not a .docx file. Save your text as one, or paste it."),
        (SimpleUploadedFile("x.docx", b"words"), 422, "This file cannot be read."),
        (SimpleUploadedFile("x.docx", made.bomb(300 << 20)), 422, "This file asks for too much to be read."),
    ],
    ids=["none", "another kind", "broken", "a bomb"],
)
def test_a_word_file_that_gives_no_text_costs_a_sentence(client, call, settings, upload, status, sentence):
    given = {"docx": upload} if upload else {}
    answer = ask(client, call, "word", **given)
    assert (answer[0], answer[1]["problem"].startswith(sentence)) == (status, True)
    assert left(settings) == []


def test_readings_are_limited_for_each_network(client, call, monkeypatch):
    monkeypatch.setattr(help, "READINGS", (2, 3600))
    assert [ask(client, call, "paste", html="<b>a</b>")[0] for _n in range(3)] == [200, 200, 429]


def test_help_is_asked_for_by_post_and_of_calls_that_readers_know(client, call):
    hidden = make.call("Hidden", is_public=False)
    for name in ("look", "paste", "word"):
        assert client.get(f"{call.get_absolute_url()}{name}/").status_code == 405
        assert client.post(f"{hidden.get_absolute_url()}{name}/").status_code == 404


def test_without_scripts_a_button_fills_the_text_below_what_is_written(client, call, tmp_path):
    stamp = client.get(call.get_absolute_url()).context["stamp"]
    typed = {"stamp": stamp, "text": "My own words.", "title": "A title", "fill": "1"}
    page = client.post(call.get_absolute_url(), typed | {"docx": docx(tmp_path)})
    form = page.context["form"]
    assert form["text"].value().startswith("My own words.\n\n## Days 1 to 5\n\nNobody calls it")
    assert form["title"].value() == "A title"
    assert "The text of the file stands above. Read it through. Left out: 1 formula." in page.content.decode()
    assert not Submission.objects.exists()


def test_a_file_that_cannot_be_read_leaves_what_was_written(client, call):
    stamp = client.get(call.get_absolute_url()).context["stamp"]
    typed = {"stamp": stamp, "text": "My own words.", "fill": "1"}
    page = client.post(call.get_absolute_url(), typed | {"docx": SimpleUploadedFile("x.docx", b"words")})
    assert page.status_code == 422
    assert page.context["form"]["text"].value() == "My own words."
    assert "This file cannot be read." in page.content.decode()
