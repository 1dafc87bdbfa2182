"""Secret links in the place of accounts. A token is 256 random bits; the database keeps its hash alone.

Each link serves one purpose: `confirm` an address (once), `manage` a submission, agree as a `coauthor`, approve a
`proof`. Opening a link changes nothing. What is unknown, expired, used or ended is all the same: not found.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ccsis.secret_words import hash_of, new_secret
from submissions.models import CoAuthor, Link, State, Submission

LIVES = {
    Link.Purpose.CONFIRM: timedelta(hours=72),
    Link.Purpose.MANAGE: timedelta(days=400),
    Link.Purpose.COAUTHOR: timedelta(days=60),
    Link.Purpose.PROOF: timedelta(days=60),
}
ONE_CLICK = timedelta(minutes=2)  # a button that was pressed twice was pressed once


def mint(submission, purpose, *, coauthor=None, now=None):
    """A new token for this submission and purpose. Gives the token, which is kept nowhere."""
    now = now or timezone.now()
    token = new_secret()
    Link.objects.create(
        submission=submission,
        coauthor=coauthor,
        purpose=purpose,
        token_hash=hash_of(token),
        created_at=now,
        expires_at=now + LIVES[Link.Purpose(purpose)],
    )
    return token


def find(token, *purposes, now=None):
    """The Link of a token that may be used now, with its submission and call; None for every other token."""
    now = now or timezone.now()
    found = Link.objects.filter(
        Q(used_at=None) | Q(used_at__gt=now - ONE_CLICK),
        token_hash=hash_of(token),
        purpose__in=purposes or Link.Purpose.values,
        expires_at__gt=now,
        ended_at=None,
        submission__erased_at=None,
    )
    return found.select_related("submission__call", "submission__revision", "coauthor").first()


def use_up(link, *, now=None):
    """This link has done what it was for. Gives whether it had not before."""
    return Link.objects.filter(pk=link.pk, used_at=None).update(used_at=now or timezone.now()) == 1


def end(submission, *purposes, now=None):
    """End the links of a submission, all of them or those of some purposes. Gives how many lived."""
    living = Link.objects.filter(submission=submission, purpose__in=purposes or Link.Purpose.values, ended_at=None)
    return living.update(ended_at=now or timezone.now())


@transaction.atomic
def renew(submission, *, now=None):
    """End all links to the page of a submission and give the token of a new one."""
    end(submission, Link.Purpose.MANAGE, now=now)
    return mint(submission, Link.Purpose.MANAGE, now=now)


def path(token):
    """The path of the page that a token opens."""
    return reverse("form:private", args=[token])


# For ccsis.letters, which calls them while a letter is sent. Each gives a full address, or raises DoesNotExist.


def confirm(submission_id):
    return _address(Submission.objects.get(pk=submission_id, erased_at=None), Link.Purpose.CONFIRM)


def manage(submission_id):
    return _address(Submission.objects.get(pk=submission_id, erased_at=None), Link.Purpose.MANAGE)


def proof(submission_id):
    return _address(Submission.objects.get(pk=submission_id, erased_at=None), Link.Purpose.PROOF)


def all_of(email_folded):
    """Lines with a link for each submission and draft of this address, the newest first; then for each text beside
    which it is named as a co-author's."""
    is_theirs = Q(contributor__email_folded=email_folded) | Q(state=State.DRAFT, draft__email__iexact=email_folded)
    rows = Submission.objects.filter(is_theirs, erased_at=None)
    rows = list(rows.select_related("call").order_by("-created_at", "-id")[:20])
    named = _named_beside(email_folded)
    if not rows and not named:
        raise Submission.DoesNotExist
    links = [(row, _address(row, Link.Purpose.MANAGE)) for row in rows]
    links += [(each.submission, agree(each.pk)) for each in named]
    return "\n\n".join(f"{row.reference} ({row.call.title})\n{address}" for row, address in links)


def _named_beside(email_folded):
    """Where somebody is named as a co-author, as far as we asked them."""
    rows = CoAuthor.objects.filter(email__iexact=email_folded, submission__confirmed_at__isnull=False)
    rows = rows.filter(submission__erased_at=None).exclude(submission__state=State.QUARANTINED)
    return list(rows.select_related("submission__call").order_by("-submission__created_at", "-id")[:20])


def agree(coauthor_id):
    coauthor = CoAuthor.objects.select_related("submission").get(pk=coauthor_id, submission__erased_at=None)
    return _address(coauthor.submission, Link.Purpose.COAUTHOR, coauthor=coauthor)


def _address(submission, purpose, coauthor=None):
    return settings.SITE_URL + path(mint(submission, purpose, coauthor=coauthor))
