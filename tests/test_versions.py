"""The record: every public version has a number, a hash and an address, and shows the piece as it was then."""

import re
from datetime import timedelta

import pytest

from articles import history, publishing
from articles.models import Byline, Correction, Image, Revision
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HERE = "/analyses/the-single-road/"
MARK = '<sup class="note"><a href="#fn-a">1</a></sup>'


@pytest.fixture
def piece():
    """A piece in three versions: as it came, with a small fix, and corrected."""
    article = make.article(
        authors=[make.person()],
        standfirst="Four trucks in five.",
        body=f"<p>The pass is closed on <b>60</b> days.{MARK}</p><p>Nobody counts the trucks.</p>",
        notes=[("a", "Counted by us.")],
    )
    publishing.publish(article, at=make.NOW, note="Our lawyer has read it.", now=make.NOW)
    changed(article, body=f"<p>The pass is shut on <b>60</b> days.{MARK}</p><p>Nobody counts the trucks.</p>")
    publishing.publish(article, minor=True, note="The minister rang.", now=make.NOW + DAY)
    changed(article, title="The only road", body=f"<p>The pass is shut on 68 days.{MARK}</p><p>A new end.</p>")
    publishing.correct(article, type="correction", text="It is 68 days, not 60.", now=make.NOW + 2 * DAY)
    return article


def changed(article, **fields):
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()


def words(text):
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def test_a_version_shows_the_piece_as_it_was_and_leads_to_the_current_one(client, piece):
    response = client.get(f"{HERE}v/1/")
    assert response.status_code == 200
    assert "<h1>The single road</h1>" in response.text
    assert "The pass is closed on <b>60</b> days." in response.text
    assert "Counted by us." in response.text
    assert "Tamar Lezhvari" in response.text
    said = words(response.text)
    assert "This is version 1 of 3. It was superseded on 20 November 2026. See the current version" in said
    assert "68 days" not in response.text[: response.text.index("fold ui")]
    assert '<meta name="robots" content="noindex,follow">' in response.text
    assert '<link rel="canonical" href="http://testserver/analyses/the-single-road/">' in response.text
    assert response["Cache-Control"] == "public, max-age=300"


def test_the_current_version_has_its_address_too(client, piece):
    said = words(client.get(f"{HERE}v/3/").text)
    assert "This is version 3 of 3. It is the current one. To the page of the piece" in said
    assert "superseded" not in said


NEVER = ["v/4/", "v/0/", "v/01/", "v/999999999/", "v/4/since/1/", "v/1/since/3/", "v/2/since/2/"]


@pytest.mark.parametrize("rest", NEVER)
def test_a_version_that_never_was_is_not_found(client, piece, rest):
    assert client.get(HERE + rest).status_code == 404


def test_the_page_lists_its_versions_in_plain_words_and_says_nothing_that_was_written_for_colleagues(client, piece):
    text = client.get(HERE).text
    listed = re.findall(r"<li[^>]*>(.*?)</li>", text[text.index('class="versions"') :], re.DOTALL)[:3]
    hashes = list(Revision.objects.filter(version__isnull=False).order_by("-version").values_list("sha256", flat=True))
    assert [words(each) for each in listed] == [
        "Version 3 , 21 November 2026, 16:00 , the current one Correction: It is 68 days, not 60. "
        f"What changed since version 2 · SHA-256 {hashes[0]}",
        f"Version 2 , 20 November 2026, 16:00 Small fixes What changed since version 1 · SHA-256 {hashes[1]}",
        f"Version 1 , 19 November 2026, 16:00 First published SHA-256 {hashes[2]}",
    ]
    assert "lawyer" not in text
    assert "minister" not in text


def test_the_hash_is_that_of_what_was_kept(piece):
    for row in Revision.objects.filter(version__isnull=False):
        assert row.sha256 == history.digest(row.snapshot)


def test_what_changed_is_told_word_by_word(client, piece):
    text = client.get(f"{HERE}v/3/since/1/").text
    body = text[text.index('<div class="changes">') :]
    assert "The <del>single</del> <ins>only</ins> road" in body
    assert "The pass is <del>closed</del> <ins>shut</ins> on <del>60</del> <ins>68</ins> days." in body
    assert re.findall(r'<h2 id="change-\d">(\w+)', body) == ["Title", "Text"]
    assert "It is 68 days, not 60." in body
    assert "lawyer" not in text
    assert '<meta name="robots" content="noindex,follow">' in text


def test_a_change_of_form_alone_is_told_as_one(client):
    article = make.article(body="<p>The <b>pass</b>.</p>")
    publishing.publish(article, now=make.NOW)
    changed(article, body="<p>The pass.</p>")
    publishing.publish(article, now=make.NOW + DAY)
    text = client.get(f"{HERE}v/2/since/1/").text
    assert "The words are the same; links, headings, emphasis or pictures differ." in text


def test_what_was_never_public_is_in_no_version(client, piece):
    changed(piece, body="<p>Secret draft.</p>")
    history.keep(piece, note="Secret note", now=make.NOW + 3 * DAY)
    Byline.objects.create(article=piece, name="Secret Name", position=2)
    seen = [client.get(f"{HERE}{rest}").text for rest in ("", "v/1/", "v/2/", "v/3/", "v/3/since/1/")]
    assert [text for text in seen if "Secret" in text] == []


def test_an_old_version_passes_the_allow_list_again(client, piece):
    row = Revision.objects.get(article=piece, version=1)
    row.snapshot["fields"]["body"] = '<p onclick="x()">Old <script>alert(1)</script>words</p>'
    Revision._base_manager.filter(pk=row.pk).update(snapshot=row.snapshot)
    text = client.get(f"{HERE}v/1/").text
    assert "<p>Old words</p>" in text
    assert "alert(1)" not in text


def test_pictures_that_are_gone_are_left_out_of_an_old_version(client):
    kept, gone = make.image(alt="Kept"), make.image(alt="Gone")
    article = make.article(
        body=f'<p>A</p><figure><img src="/images/{kept.pk}" alt="Kept"></figure>'
        f'<figure><img src="/images/{gone.pk}" alt="Gone"></figure>',
        lead_image=gone,
    )
    publishing.publish(article, now=make.NOW)
    changed(article, body="<p>A</p>", lead_image=None)
    publishing.publish(article, now=make.NOW + DAY)
    Image.objects.filter(pk=gone.pk).delete()
    text = client.get(f"{HERE}v/1/").text
    assert 'alt="Kept"' in text
    assert "Gone" not in text


def test_names_lead_only_to_pages_that_there_are(client):
    before, after = make.person("Lia Past"), make.person("Ana Now")
    article = make.article(authors=[before])
    publishing.publish(article, now=make.NOW)
    article.bylines.update(person=after, title="")
    publishing.publish(article, now=make.NOW + DAY)
    text = client.get(f"{HERE}v/1/").text
    assert "<b><bdi>Lia Past</bdi></b>" in text
    assert "/people/lia-past/" not in text


def test_versions_of_a_retracted_piece_answer_with_the_notice(client, piece):
    publishing.retract(piece, reason="The count was made up.")
    for rest in ("v/1/", "v/3/", "v/3/since/1/"):
        response = client.get(HERE + rest)
        assert response.status_code == 410
        assert "The count was made up." in response.text
        assert "68 days" not in response.text
    assert client.get(f"{HERE}v/4/").status_code == 404


def test_what_was_retracted_does_not_come_back_with_the_next_version(client, piece):
    publishing.retract(piece, reason="The count was made up.", now=make.NOW + 3 * DAY)
    changed(piece, body="<p>Without a count.</p>")
    publishing.publish(piece, now=make.NOW + 4 * DAY)
    for number in (1, 2, 3):
        response = client.get(f"{HERE}v/{number}/")
        assert response.status_code == 410
        assert "The pass is" not in response.text
    assert client.get(f"{HERE}v/4/").status_code == 200
    assert client.get(f"{HERE}v/4/since/3/").status_code == 404
    page = client.get(HERE).text
    assert f'href="{HERE}v/4/"' in page
    assert f'href="{HERE}v/3/"' not in page
    assert "Version 3 was retracted" in words(client.get(f"{HERE}v/3/").text)


def test_below_an_earlier_address_the_versions_are_found(client, piece):
    changed(piece, slug="only-road")
    publishing.publish(piece, now=make.NOW + 3 * DAY)
    assert client.get(f"{HERE}v/1/")["Location"] == "/analyses/only-road/v/1/"
    assert client.get("/simulations/only-road/v/1/")["Location"] == "/analyses/only-road/v/1/"


def test_who_has_seen_a_version_is_told_that_it_is_the_same(client, piece):
    seen = client.get(f"{HERE}v/1/")
    assert client.get(f"{HERE}v/1/", headers={"if-none-match": seen["ETag"]}).status_code == 304


def test_a_version_costs_the_same_however_many_there_are(client, piece, django_assert_max_num_queries):
    for day in range(3, 9):
        changed(piece, standfirst=f"Day {day}.")
        publishing.correct(piece, type="update", text=f"Day {day}.", now=make.NOW + day * DAY)
    assert Correction.objects.count() == 7
    with django_assert_max_num_queries(16):
        client.get(f"{HERE}v/1/")
    with django_assert_max_num_queries(8):
        client.get(f"{HERE}v/9/since/1/")
