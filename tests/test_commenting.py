"""Comments on a piece and its paragraphs: said, answered, resolved; who hears of them; what becomes of old ones."""

import pytest
from django.urls import reverse

from articles import commenting, locking
from articles.models import Article, Comment, PreviewLink
from ccsis.models import Letter
from tests import make

pytestmark = pytest.mark.django_db
BODY = "<p>One pass carries the trade.</p><h2>Who waits</h2><p>Drivers wait for three days.</p>"


@pytest.fixture
def author():
    return make.user("author", username="nana", name="Nana")


@pytest.fixture
def editor():
    return make.user("editor", username="levan", name="Levan")


@pytest.fixture
def piece(author):
    return make.article(body=BODY, created_by=author)


def letters():
    return sorted(Letter.objects.values_list("template", "recipient"))


def page(piece):
    return reverse("admin:articles_article_change", args=[piece.pk])


def at(piece):
    return reverse("admin:articles_article_comment", args=[piece.pk])


def places(piece):
    """Each comment with the number of its paragraph, or why it has none."""
    piece = Article.objects.get(pk=piece.pk)
    return [
        (thread.comment.text, "gone" if thread.is_gone else thread.paragraph.n if thread.paragraph else "whole")
        for thread in commenting.threads(piece)
    ]


def on(piece, n):
    return commenting.paragraphs(piece.body)[n - 1].fingerprint


def test_comments_stand_in_the_order_of_the_text(piece, editor):
    commenting.comment(piece, by=editor, text="Third", paragraph=on(piece, 3))
    commenting.comment(piece, by=editor, text="Whole")
    commenting.comment(piece, by=editor, text="First", paragraph=on(piece, 1))
    assert places(piece) == [("Whole", "whole"), ("First", 1), ("Third", 3)]


def test_a_comment_follows_its_paragraph_until_its_words_change(piece, editor):
    commenting.comment(piece, by=editor, text="Said", paragraph=on(piece, 3))
    for body, place in [
        (f"<p>A new first one.</p>{BODY}", 4),
        (BODY.replace("Drivers wait for", "<em>Drivers</em>, wait  for"), 3),  # signs and emphasis are no words
        (BODY.replace("three days", "four days"), "gone"),
        ("", "gone"),
    ]:
        Article.objects.filter(pk=piece.pk).update(body=body)
        assert places(piece) == [("Said", place)]
    assert Comment.objects.get().quote == "Drivers wait for three days."


def test_paragraphs_of_every_script_have_fingerprints_of_their_own():
    lines = ["ერთი გზა.", "Մեկ ճանապարհ.", "Bir yol.", "Одна дорога.", "یک راه."]
    found = commenting.paragraphs("".join(f"<p>{line}</p>" for line in lines) + "<p>…</p>")
    assert [paragraph.text for paragraph in found] == lines
    assert len({paragraph.fingerprint for paragraph in found}) == 5


def test_a_paragraph_that_is_not_in_the_saved_text_takes_no_comment(piece, editor):
    with pytest.raises(locking.CannotMove, match="changed meanwhile"):
        commenting.comment(piece, by=editor, text="Said", paragraph="0" * 64)
    assert not Comment.objects.exists()


def test_those_named_and_the_author_hear_of_it_once_and_only_if_they_may_open_it(piece, author, editor):
    make.user("publisher", username="anahit")
    make.user("author", username="stranger")
    make.user("moderator", username="murad")
    commenting.comment(piece, by=editor, text="@anahit, @nana and @levan: see @stranger and @murad. x@anahit.example")
    assert letters() == [
        ("piece_mentioned", "anahit@example.org"),
        ("piece_mentioned", "nana@example.org"),
    ]
    assert [user.username for user in Comment.objects.get().mentions.order_by("username")] == ["anahit", "nana"]


def test_letters_carry_no_word_of_the_piece_or_the_comment(piece, editor):
    made = commenting.comment(piece, by=editor, text="Zaporizhvili")
    [letter] = Letter.objects.all()
    assert (letter.template, letter.recipient) == ("piece_commented", "nana@example.org")
    assert sorted(letter.params) == ["address", "by", "piece"]
    assert letter.params["address"].endswith(f"{page(piece)}#comment-{made.pk}")


def test_an_answer_goes_to_whom_it_answers_and_opens_what_was_resolved(piece, author, editor):
    asked = commenting.comment(piece, by=editor, text="Which year?")
    assert commenting.resolve(asked, by=author) is True
    assert commenting.resolve(asked, by=author) is False
    assert commenting.unresolved(piece) == 0
    first = commenting.answer(asked, by=author, text="2025.")
    second = commenting.answer(first, by=editor, text="Good.")
    assert (first.answers_to, second.answers_to, commenting.unresolved(piece)) == (asked, asked, 1)
    [thread] = commenting.threads(piece)
    assert [answer.text for answer in thread.answers] == ["2025.", "Good."]
    assert ("piece_commented", "levan@example.org") in letters()


def test_an_outsider_comments_by_a_link_and_names_nobody(client, piece, author, editor):
    link = PreviewLink.objects.create(article=piece, name="Prof. Gor", expires_at=make.NOW, created_by=editor)
    commenting.comment_by_link(link, "Ask @levan about the year.", paragraph=on(piece, 1))
    # Levan made the link and Nana began the piece; nobody was named.
    assert letters() == [("piece_commented", "levan@example.org"), ("piece_commented", "nana@example.org")]
    client.force_login(editor)
    shown = client.get(page(piece)).text
    assert "Prof. Gor" in shown
    assert "from outside" in shown


def test_comments_are_made_on_the_page_of_the_piece(client, piece, author):
    client.force_login(author)
    said = client.post(at(piece), {"comment-paragraph": on(piece, 3), "comment-text": " Is it so? "})
    made = Comment.objects.get()
    assert (made.text, made.author_name, said.url) == ("Is it so?", "Nana", f"{page(piece)}#comment-{made.pk}")
    client.post(at(piece), {"answer": made.pk, f"answer-{made.pk}-text": "It is."})
    client.post(at(piece), {"resolve": made.pk})
    made.refresh_from_db()
    assert (made.resolved_by_name, made.answers.get().text) == ("Nana", "It is.")
    shown = client.get(page(piece))
    assert [thread.comment for thread in shown.context["resolved_threads"]] == [made]
    client.post(at(piece), {"reopen": made.pk})
    assert commenting.unresolved(piece) == 1
    piece.refresh_from_db()
    assert piece.row_version == 1


def test_what_was_typed_into_a_comment_survives_an_error(client, piece, author):
    client.force_login(author)
    gone = client.post(at(piece), {"comment-paragraph": "0" * 64, "comment-text": "Typed for long."})
    assert (gone.status_code, "Typed for long." in gone.text) == (422, True)
    assert "This paragraph was changed meanwhile" in gone.text
    assert not Comment.objects.exists()


def test_a_comment_of_another_piece_is_not_found(client, piece, author):
    client.force_login(author)
    elsewhere = Comment.objects.create(article=make.article(), text="Not yours", author_name="Levan")
    assert client.post(at(piece), {"resolve": elsewhere.pk}).status_code == 404
    assert client.post(at(elsewhere.article), {"resolve": elsewhere.pk}).status_code == 404
    assert client.get(at(piece)).status_code == 405
    elsewhere.refresh_from_db()
    assert elsewhere.resolved_at is None


def test_hostile_words_of_a_comment_stay_words(client, piece, author):
    commenting.comment(piece, by=author, text="<script>steal()</script>")
    client.force_login(author)
    assert "<script>steal()" not in client.get(page(piece)).text
