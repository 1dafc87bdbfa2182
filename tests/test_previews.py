"""Drafts shown outside: who gets a link, what it opens and for how long, what is said and approved by it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import locking, previews, publishing
from articles.models import Comment, PreviewApproval, PreviewLink, PreviewLook
from ccsis import letters
from ccsis.models import Letter
from tests import checksum, make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def editor():
    return make.user("editor", name="Leyla")


def shown(piece, by, **fields):
    """A link that is handed on by hand: (the PreviewLink, the path of its page)."""
    link, address = previews.make(piece, by=by, name="Maia Beridze", **fields)
    return link, address.removeprefix("http://testserver")


def seen_at(client, path):
    return client.get(path).context["seen"]


def change(piece, **fields):
    for name, value in fields.items():
        setattr(piece, name, value)
    locking.take_text(piece, now=timezone.now())
    piece.save()


# Making a link


def test_a_secret_has_256_bits_and_the_database_keeps_its_hash_alone(editor):
    _link, path = shown(make.article(), editor)
    secret = path.split("/")[2]
    assert len(secret) == 43
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM articles_previewlink")
        assert secret[:12] not in repr(cursor.fetchall())


def test_a_link_is_made_by_those_who_may_for_two_weeks_and_ninety_days_at_most(editor):
    piece, now = make.article(), timezone.now()
    assert previews.make(piece, by=editor, name="Maia", now=now)[0].expires_at == now + 14 * DAY
    with pytest.raises(locking.CannotMove, match="between 1 and 90 days"):
        previews.make(piece, by=editor, name="Maia B.", days=91)
    author = make.user("author")
    with pytest.raises(locking.NotAllowed):
        previews.make(make.article(created_by=author), by=author, name="A friend")
    assert [event.action for event in piece.events.all()] == ["show"]


def test_a_button_that_was_pressed_twice_makes_one_link_and_the_later_address_opens(client, editor):
    piece = make.article()
    first, second = shown(piece, editor), shown(piece, editor)
    assert first[0] == second[0]
    assert [client.get(path).status_code for _link, path in (first, second)] == [404, 200]


def test_the_letter_brings_the_address_which_is_kept_nowhere(client, editor):
    piece = make.article("Zaporizhvili", embargo_until=timezone.now() + DAY)
    _link, address = previews.make(piece, by=editor, name="Maia", email="maia@mail.example", note="Does it hold?")
    assert address == ""
    assert PreviewLink.objects.get().secret_sha256 == ""
    letters.send_due()
    [letter] = mail.outbox
    assert letter.to == ["maia@mail.example"]
    path = re.search(r"/preview/[\w-]{43}/", letter.body)[0]
    assert "Does it hold?" in letter.body
    assert "under embargo until" in letter.body
    assert "Zaporizhvili" not in letter.subject + letter.body
    kept = Letter.objects.get()
    assert "[link]" in kept.text
    assert path.split("/")[2] not in kept.text + str(kept.params) + str(kept.links)
    assert client.get(path).status_code == 200


def test_no_letter_brings_the_address_of_a_link_that_was_ended_meanwhile(editor):
    link, _none = previews.make(make.article(), by=editor, name="Maia", email="maia@mail.example")
    previews.revoke(link, by=editor)
    letters.send_due()
    assert mail.outbox == []
    assert Letter.objects.get().status == Letter.Status.CANCELLED


# What opens nothing


def test_every_link_that_opens_nothing_gets_the_same_answer_at_the_same_cost(client, editor):
    piece, now = make.article(), timezone.now()
    revoked, expired, published_late = (
        previews.make(piece, by=editor, name=name, days=3) for name in ("Revoked", "Expired", "Late")
    )
    previews.revoke(revoked[0], by=editor)
    for link in (expired[0], published_late[0]):
        PreviewLink.objects.filter(pk=link.pk).update(created_at=now - 9 * DAY, expires_at=now - DAY)
    publishing.publish(piece)  # too late for them
    secrets = [address.split("/")[-2] for _link, address in (revoked, expired, published_late)]
    for method in ("get", "post", "head"):
        answers = set()
        for secret in [*secrets, "x" * 43, "a", "b" * 500, "ნინო", "%E2%80%AE"]:
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                response = getattr(client, method)(f"/preview/{secret}/")
            answers.add((response.status_code, response.content, len(asked)))
        assert [status for status, _body, _asked in answers] == [404]
    assert not PreviewLook.objects.exists()


def test_a_revoked_link_is_dead_for_good_and_one_that_expired_can_be_woken(client, editor):
    piece = make.article()
    link, path = shown(piece, editor)
    PreviewLink.objects.update(expires_at=timezone.now() - DAY)
    link.refresh_from_db()
    assert client.get(path).status_code == 404
    previews.extend(link, by=editor)
    assert client.get(path).status_code == 200
    with pytest.raises(locking.CannotMove, match="90 days at most"):
        for _again in range(9):
            previews.extend(link, by=editor)
    previews.revoke(link, by=editor)
    link.refresh_from_db()
    assert client.get(path).status_code == 404
    with pytest.raises(locking.CannotMove, match="ended for good"):
        previews.extend(link, by=editor)


def test_a_new_address_ends_the_old_one(client, editor):
    link, old = shown(make.article(), editor)
    new = previews.renew(link, by=editor).removeprefix("http://testserver")
    assert [client.get(path).status_code for path in (old, new)] == [404, 200]


# The page


def test_the_page_is_the_readers_own_under_a_bar_and_kept_from_everybody_else(client, editor):
    piece = make.article("A border in winter", authors=[make.person()], standfirst="What the pass tells.")
    _link, path = shown(piece, editor)
    page = client.get(path)
    assert "articles/publication.html" in [template.name for template in page.templates]
    for words in (
        "A border in winter",
        "One mountain pass carries most of the trade",
        "Tamar Lezhvari",
        "Maia Beridze",
    ):
        assert words in page.text
    assert "Not for publication." in page.text
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert '<meta name="robots" content="noindex,nofollow">' in page.text
    for told in ("og:title", 'rel="canonical"', "application/ld+json", piece.slug):
        assert told not in page.text
    piece.embargo_until = timezone.now() + DAY
    piece.save()
    assert "Under embargo until" in client.get(path).text


def test_pictures_of_the_draft_are_shown_by_addresses_that_open_outside(client, editor):
    image, lead = make.image(alt="The pass"), make.image(alt="The lead")
    piece = make.article(body=f'<p>A.</p><p><img src="{image.body_address}" alt="The pass"></p>', lead_image=lead)
    _link, path = shown(piece, editor)
    sources = re.findall(r'<img[^>]* src="([^"]*)"', client.get(path).text)
    assert len(sources) == 2
    for source in sources:
        picture = client.get(source)
        assert picture.status_code == 200
        picture.close()


def test_opening_changes_nothing_but_the_log_of_looks(client, editor):
    piece = make.article()
    link, path = shown(piece, editor, may_approve=True)
    before = checksum.of_all_tables()
    client.head(path)
    assert checksum.of_all_tables() == before
    for _twice in range(2):  # loaded again within minutes
        client.get(path)
    assert [(look.link, look.text_version) for look in PreviewLook.objects.all()] == [(link, piece.text_version)]
    PreviewLook.objects.all().delete()
    assert checksum.of_all_tables() == before
    client.get(path)
    change(piece, title="Another title")
    client.get(path)
    assert [look.text_version for look in PreviewLook.objects.all()] == [1, 2]


def test_a_comment_reaches_the_desk_and_whoever_made_the_link(client, editor):
    author = make.user("author")
    piece = make.article(body="<p>First thought.</p><p>Second thought.</p>", created_by=author)
    link, path = shown(piece, editor)
    second = client.get(path).context["form"].fields["paragraph"].choices[2][0]
    answer = client.post(path, {"comment": "1", "paragraph": second, "text": " The figure is from 2019. @leyla "})
    assert answer.url == f"{path}?done=comment#done"
    said = Comment.objects.get()
    assert (said.article, said.link, said.author, said.author_name) == (piece, link, None, "Maia Beridze")
    assert (said.text, said.quote) == ("The figure is from 2019. @leyla", "Second thought.")
    told = Letter.objects.filter(template="piece_commented").order_by("recipient")
    assert sorted(letter.recipient for letter in told) == sorted([author.email, editor.email])
    page = client.get(f"{path}?done=comment").text
    assert "your comment has reached us" in page
    assert "The figure is from 2019." in page


@pytest.mark.parametrize(
    "text, sentence",
    [("  ", "Write what you think of it first."), ("long " * 1001, "This is too long: at most 5000 characters.")],
)
def test_what_cannot_be_taken_comes_back_as_it_was_typed(client, editor, text, sentence):
    _link, path = shown(make.article(), editor)
    answer = client.post(path, {"comment": "1", "text": text})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert answer.context["form"]["text"].value() == text
    assert not Comment.objects.exists()


def test_after_many_comments_in_an_hour_the_next_one_has_to_wait_and_is_not_lost(client, editor):
    _link, path = shown(make.article(), editor)
    answers = [client.post(path, {"comment": "1", "text": f"Thought {n}."}) for n in range(21)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert "Thought 20." in answers[-1].text
    assert Comment.objects.count() == 20


def test_a_page_that_was_open_too_long_takes_nothing_and_loses_nothing(editor):
    _link, path = shown(make.article(), editor, may_approve=True)
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(path, {"approve": "1", "text": "Fine with me.", "seen": seen_at(browser, path)})
    assert answer.status_code == 403
    assert "Fine with me." in answer.text
    assert not Comment.objects.exists()
    assert not PreviewApproval.objects.exists()
    token = browser.get(path).context["csrf_token"]
    sent = {"approve": "1", "text": "Fine.", "seen": seen_at(browser, path), "csrfmiddlewaretoken": str(token)}
    assert browser.post(path, sent, headers={"origin": "null"}).status_code == 302


# Approving


def test_an_approval_names_the_very_text_and_tells_whoever_made_the_link(client, editor):
    piece = make.article()
    link, path = shown(piece, editor, may_approve=True)
    seen = seen_at(client, path)
    for _twice in range(2):
        client.post(path, {"approve": "1", "seen": seen, "text": ""})
    approval = PreviewApproval.objects.get()
    assert (approval.link, approval.sha256, approval.text_version) == (link, seen, piece.text_version)
    letter = Letter.objects.get(template="preview_approved")
    assert (letter.recipient, letter.params["name"]) == (editor.email, "Maia Beridze")
    assert "exactly as it stands here" in client.get(path).text
    change(piece, body="<p>Another text.</p>")
    page = client.get(path).text
    assert "You approved an earlier text" in page
    assert "Approve the text as it stands" in page


def test_a_text_that_changed_meanwhile_is_not_approved_unseen(client, editor):
    piece = make.article()
    _link, path = shown(piece, editor, may_approve=True)
    seen = seen_at(client, path)
    change(piece, title="A sharper title")
    answer = client.post(path, {"approve": "1", "seen": seen, "text": "Good as it is."})
    assert answer.status_code == 409
    assert "The text has changed since you opened it." in answer.text
    assert "A sharper title" in answer.text
    assert "Good as it is." in answer.text
    assert not PreviewApproval.objects.exists()
    assert not Comment.objects.exists()
    client.post(path, {"approve": "1", "seen": answer.context["seen"], "text": "Good as it is."})
    assert (PreviewApproval.objects.count(), Comment.objects.get().text) == (1, "Good as it is.")


def test_who_was_not_asked_to_approve_cannot(client, editor):
    _link, path = shown(make.article(), editor)
    page = client.get(path)
    assert 'name="approve"' not in page.text
    answer = client.post(path, {"approve": "1", "seen": page.context["seen"], "text": ""})
    assert "You were not asked to approve this text." in answer.text
    assert not PreviewApproval.objects.exists()


# After publication


def test_the_address_leads_to_the_published_piece_from_then_on(client, editor):
    piece = make.article()
    link, path = shown(piece, editor)
    live = publishing.publish(piece).get_absolute_url()
    assert client.get(path).url == live
    assert client.post(path, {"comment": "1", "text": "Late."}).url == live
    piece.refresh_from_db()
    change(piece, title="The next version, seen by nobody")
    assert client.get(path).url == live
    PreviewLink.objects.update(expires_at=link.expires_at, created_at=timezone.now() - 30 * DAY)
    assert client.get(path).url == live
    publishing.retract(piece, reason="A figure was wrong.")
    assert client.get(client.get(path).url).status_code == 410
    previews.revoke(link, by=editor)
    assert client.get(path).status_code == 404


def test_pending_changes_of_a_published_piece_can_be_shown_too(client, editor):
    piece = make.publication(at=timezone.now() - 9 * DAY).article
    change(piece, title="What it shall say")
    _link, path = shown(piece, editor)
    assert "What it shall say" in client.get(path).text
    publishing.publish(piece)
    assert client.get(path).status_code == 302


# At the desk


def desk(piece):
    return reverse("admin:articles_article_outsiders", args=[piece.pk])


def test_the_address_is_shown_once_in_the_answer_to_the_button(client, editor):
    piece = make.article()
    client.force_login(editor)
    answer = client.post(desk(piece), {"outsider-name": "Maia", "outsider-days": "14", "outsider-may_approve": "on"})
    path = re.search(r"http://testserver(/preview/[\w-]{43}/)", answer.text)[1]
    assert answer.status_code == 200
    assert Client().get(path).status_code == 200
    page = client.get(reverse("admin:articles_article_change", args=[piece.pk])).text
    assert path not in page
    assert "Looked at 1 time" in page


def test_the_desk_sees_which_text_was_approved(client, editor):
    piece = make.article()
    link, path = shown(piece, editor, may_approve=True)
    client.post(path, {"approve": "1", "seen": seen_at(client, path), "text": ""})
    client.force_login(editor)
    page = reverse("admin:articles_article_change", args=[piece.pk])
    assert "approved this text" in client.get(page).text
    change(piece, title="Another")
    assert "approved an older text" in client.get(page).text


def test_links_are_ended_extended_and_mailed_anew_at_the_desk(client, editor):
    piece = make.article()
    link, _none = previews.make(piece, by=editor, name="Maia", email="maia@mail.example")
    client.force_login(editor)
    for button in ("extend", "renew", "revoke"):
        client.post(desk(piece), {button: str(link.pk)})
    link.refresh_from_db()
    assert link.expires_at - link.created_at > 27 * DAY
    assert link.revoked_at is not None
    assert [event.action for event in piece.events.all()] == ["show", "unshow"]
    other = make.article("Another")
    assert client.post(desk(other), {"revoke": str(link.pk)}).status_code == 404


def test_a_form_that_cannot_be_taken_comes_back_filled(client, editor):
    piece = make.article()
    client.force_login(editor)
    sent = {"outsider-name": "", "outsider-email": "maia@", "outsider-days": "91", "outsider-note": "Ça va?"}
    answer = client.post(desk(piece), sent)
    assert answer.status_code == 422
    assert answer.context["outsider_form"].errors.keys() == {"name", "email", "days"}
    assert "Ça va?" in answer.text
    assert not PreviewLink.objects.exists()


def test_authors_see_who_looked_and_show_nothing_themselves(client, editor):
    author = make.user("author")
    piece = make.article(created_by=author)
    link, _path = shown(piece, editor)
    client.force_login(author)
    page = client.get(reverse("admin:articles_article_change", args=[piece.pk])).text
    assert "Maia Beridze" in page
    assert "Make the link" not in page
    for sent in ({"outsider-name": "A friend", "outsider-days": "14"}, {"revoke": str(link.pk)}):
        assert client.post(desk(piece), sent).status_code == 403
    assert PreviewLink.objects.filter(revoked_at=None).count() == 1


@pytest.mark.parametrize("is_revoked", [False, True])
def test_long_after_its_end_a_link_no_longer_says_where_it_was_mailed_to(editor, is_revoked):
    now = timezone.now()
    piece = make.article()
    given = {"by": editor, "name": "Maia Beridze", "email": "maia@mail.example", "note": "Please by Friday."}
    link, _address = previews.make(piece, now=now - 105 * DAY, **given)
    if is_revoked:
        previews.revoke(link, by=editor, now=now - 100 * DAY)
    fresh, _address = previews.make(piece, now=now, **given)
    assert [previews.forget_ended(now) for _twice in range(2)] == [1, 0]
    link.refresh_from_db()
    fresh.refresh_from_db()
    assert (link.name, link.email, link.note) == ("Maia Beridze", "", "")
    assert fresh.email == "maia@mail.example"
    sent = Letter.objects.filter(template="preview_link").order_by("pk")
    assert [letter.recipient for letter in sent] == ["", "maia@mail.example"]
