"""Preview links: a draft is shown to one named person outside, without an account, until a day; that person may comment
on it, and approve it where that is asked.

A secret is 256 random bits and the database keeps its hash alone. Where the link is mailed, its secret is minted while
the letter is sent; where it is handed on by hand, the address is shown once. A link that lived when its piece was
published leads to the published piece from then on. What is unknown, expired or revoked is all the same: not found.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import history, letters, publishing
from articles.locking import CannotMove, NotAllowed, record
from articles.models import (
    Article,
    ArticleEvent,
    Notice,
    PreviewApproval,
    PreviewLink,
    PreviewLook,
    Publication,
)
from ccsis import letters as outbox
from ccsis.secret_words import hash_of, new_secret

ADD, CHANGE = "articles.add_previewlink", "articles.change_previewlink"
DAYS, MOST_DAYS = 14, 90
LOOKS_APART = timedelta(minutes=5)  # a page that is loaded again was looked at once
KEPT = timedelta(days=90)  # after its end a link still names whom it was mailed to
AT_ONCE = 500  # links in one round of the worker
SAME_PRESS = timedelta(minutes=1)  # a button that was pressed twice was pressed once


# At the desk


@transaction.atomic
def make(article, *, by, name, email="", note="", may_approve=False, days=DAYS, now=None):
    """Show a piece to somebody outside for so many days. Gives the PreviewLink and its address.

    With an e-mail address a letter brings the address, and an empty one is given here. Raises NotAllowed, or CannotMove
    where the days are too many.
    """
    now = now or timezone.now()
    _may(article, by, ADD)
    if not 1 <= days <= MOST_DAYS:
        raise CannotMove(_("Choose between 1 and %d days.") % MOST_DAYS)
    list(Article.objects.select_for_update().filter(pk=article.pk).values_list("pk"))
    same = PreviewLink.objects.filter(article=article, name=name, email=email, created_by=by, revoked_at=None)
    link = same.filter(created_at__gt=now - SAME_PRESS).first()
    if link is None:
        link = PreviewLink.objects.create(
            article=article,
            name=name,
            email=email,
            note=note.strip(),
            may_approve=may_approve,
            created_by=by,
            created_by_name=str(by),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        record(article, "show", by=by, now=now, link=link.pk)
    return link, _bring(link, f"preview-{link.pk}")


@transaction.atomic
def renew(link, *, by, now=None):
    """Give a link a new address, by letter where it has one for them; the old one opens nothing any more.

    Gives the address as `make` does. Raises CannotMove where the link has ended.
    """
    now = now or timezone.now()
    _may(link.article, by, CHANGE)
    if not link.is_open(now):
        raise CannotMove(_("This link has ended. Make a new one, or extend it first."))
    PreviewLink.objects.filter(pk=link.pk).update(secret_sha256="")
    return _bring(link, f"preview-{link.pk}-{int(now.timestamp()) // 60}")


def _bring(link, key):
    """Put the letter into the outbox, or mint the secret now. Gives the address that is to be handed on."""
    if link.email:
        letters.preview(link, key)
        return ""
    return _mint(link)


@transaction.atomic
def revoke(link, *, by, now=None):
    """End a link at once. Gives whether it was still alive."""
    now = now or timezone.now()
    _may(link.article, by, CHANGE)
    if not PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        return False
    record(link.article, "unshow", by=by, now=now, link=link.pk)
    return True


@transaction.atomic
def extend(link, *, by, days=DAYS, now=None):
    """Let a link live so many days longer, counted from today where it has expired. Gives the new end.

    Raises CannotMove where it was revoked, or lives as long already as any link may.
    """
    now = now or timezone.now()
    _may(link.article, by, CHANGE)
    if link.revoked_at:
        raise CannotMove(_("This link was ended for good. Make a new one."))
    until = min(max(link.expires_at, now) + timedelta(days=days), now + timedelta(days=MOST_DAYS))
    if until - link.expires_at < SAME_PRESS:
        raise CannotMove(_("A link lives for %d days at most. Extend it later, or make a new one.") % MOST_DAYS)
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(expires_at=until)
    link.expires_at = until
    return until


def _may(article, by, permission):
    if not (by.has_perm(permission) and publishing.is_theirs(article, by)):
        raise NotAllowed(_("You may not show this piece to anybody outside. Ask an editor."))


def forget_ended(now=None):
    """Erase the address and the words of links that ended long ago, and their letters. Gives how many.

    For the worker. The name stays beside the comments and approvals that stand under it, and an address that leads to
    a published piece goes on doing so.
    """
    now = now or timezone.now()
    kept = Q(email="") & Q(note="")
    ended = PreviewLink.objects.filter(Q(expires_at__lt=now - KEPT) | Q(revoked_at__lt=now - KEPT)).exclude(kept)
    pks = list(ended.values_list("pk", flat=True)[:AT_ONCE])
    for pk in pks:
        outbox.forget(f"preview:{pk}")
    return PreviewLink.objects.filter(pk__in=pks).update(email="", note="")


# The secret


def address_of(link_id):
    """For ccsis.letters, which calls it while a letter is sent: the address, with a fresh secret.

    Raises DoesNotExist where the link has ended meanwhile.
    """
    return _mint(PreviewLink.objects.get(pk=link_id, revoked_at=None, expires_at__gt=timezone.now()))


def _mint(link):
    secret = new_secret()
    PreviewLink.objects.filter(pk=link.pk).update(secret_sha256=hash_of(secret))
    return settings.SITE_URL + reverse("preview:page", args=[secret])


# Outside


@dataclass
class Found:
    """What a secret opens: its link, and where the piece stands once it was published."""

    link: PreviewLink
    address: str = ""


def find(secret, now=None):
    """The Found of a secret, or None for every one that opens nothing. One query in all of those cases."""
    now = now or timezone.now()
    published = ArticleEvent.objects.filter(
        article=OuterRef("article"), action__in=("publish", "correct"), at__gte=OuterRef("created_at")
    )
    links = PreviewLink.objects.filter(secret_sha256=hash_of(secret), revoked_at=None)
    links = links.annotate(published_at=Subquery(published.order_by("at").values("at")[:1]))
    link = links.select_related("article", "created_by").first()
    if link is None:
        return None
    if link.published_at and link.published_at < link.expires_at:
        return Found(link, _readers_page(link.article).get_absolute_url())
    return Found(link) if link.is_open(now) else None


def _readers_page(article):
    """Where readers find a piece that was published: itself, or the notice in its place."""
    return Publication.objects.filter(article=article).first() or Notice.objects.get(article=article)


def look(link, now=None):
    """Write down that the text was opened, and which one; a page that is loaded again within minutes counts once."""
    now = now or timezone.now()
    text = link.article.text_version
    if not link.looks.filter(text_version=text, at__gt=now - LOOKS_APART).exists():
        PreviewLook.objects.create(link=link, at=now, text_version=text)


def digest(article):
    """The hash of the text as it stands, which an approval names."""
    return history.digest(history.snapshot(article))


@transaction.atomic
def approve(link, *, sha256, now=None):
    """Somebody outside approves the text that was on the screen. Gives the PreviewApproval; a second time the first.

    Raises CannotMove where approval is not asked of them, or where the text has changed since they opened it.
    """
    if not link.may_approve:
        raise CannotMove(_("You were not asked to approve this text. Write a comment instead."))
    list(Article.objects.select_for_update().filter(pk=link.article_id).values_list("pk"))
    article = Article.objects.get(pk=link.article_id)
    if sha256 != digest(article):
        raise CannotMove(_("The text has changed since you opened it. Read it once more as it stands here."))
    given = {"at": now or timezone.now(), "text_version": article.text_version}
    approval, is_new = PreviewApproval.objects.get_or_create(link=link, sha256=sha256, defaults=given)
    if is_new:
        letters.outsider_approved(approval)
    return approval
