"""What colleagues do beside deciding: comment, name each other, declare a conflict of interest, keep a claim alive.

None of it changes where a submission stands, and the contributor learns of none of it.
"""

import re

from django.db import transaction
from django.utils import timezone

from ccsis.models import User
from submissions import letters
from submissions.models import Comment, Recusal, Submission
from submissions.table import CLAIMED_FOR

LONGEST = 10_000  # letters of one comment
NAMED = re.compile(r"(?<![\w@.])@([a-z][a-z0-9_-]{0,39})")


@transaction.atomic
def comment(submission, author, text, *, now=None):
    """Say something to colleagues; those named as @username get a letter, if they may read the queue.

    Gives the Comment. A claim of the author's lives on.
    """
    now = now or timezone.now()
    made = Comment.objects.create(
        submission=submission, author=author, author_name=str(author), text=text.strip()[:LONGEST], at=now
    )
    named = [user for user in mentioned_in(text) if user != author]
    made.mentions.set(named)
    for colleague in named:
        letters.mentioned(made, colleague)
    renew(submission, author, now=now)
    return made


def mentioned_in(text):
    """The colleagues whom a text names and who may read the queue."""
    names = set(NAMED.findall(text.lower()))
    return list(User.objects.holding("submissions.view_queue").filter(username__in=names)) if names else []


@transaction.atomic
def recuse(submission, user, *, now=None):
    """Declare a conflict of interest: this person decides nothing about this submission any more, in no door.

    Gives whether it is new. What the person had claimed is free for others.
    """
    _row, is_new = Recusal.objects.get_or_create(
        submission=submission, user=user, defaults={"at": now or timezone.now()}
    )
    mine = Submission.objects.filter(pk=submission.pk, claimed_by=user)
    mine.update(claimed_by=None, claimed_until=None)
    return is_new


def renew(submission, user, *, now=None):
    """Keep a claim alive: whoever works on it has it for another 48 hours. Gives whether it was theirs."""
    now = now or timezone.now()
    mine = Submission.objects.filter(pk=submission.pk, claimed_by=user, claimed_until__gt=now)
    return mine.update(claimed_until=now + CLAIMED_FOR) == 1
