"""What colleagues do beside deciding: comment, name each other, raise a flag, keep a claim alive.

None of it changes where a submission stands, and the contributor learns of none of it.
"""

from django.db import transaction
from django.utils import timezone

from ccsis import mentions
from ccsis.models import User
from submissions import judges, telling
from submissions.models import Comment, Flag, Submission, mailbox_of
from submissions.table import CLAIMED_FOR

LONGEST = 10_000  # letters of one comment
LONGEST_FLAG = 500


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
        telling.mentioned(made, colleague)
    renew(submission, author, now=now)
    return made


def mentioned_in(text):
    """The colleagues whom a text names and who may read the queue."""
    return mentions.named(text, User.objects.holding("submissions.view_queue"))


def who_may_take(submission):
    """The colleagues to whom it could be handed: who may decide, and may do so on this one."""
    deciding, writers = User.objects.holding("submissions.decide"), judges.writers(submission)
    others = [user.pk for user in deciding if mailbox_of(user.email) in writers]
    others += submission.recusals.values_list("user_id", flat=True)
    if submission.holder:
        others.append(submission.claimed_by_id)
    return deciding.exclude(pk__in=others)


@transaction.atomic
def flag(submission, user, text, *, now=None):
    """Tell colleagues that something should be looked at. Gives the Flag; the same words while it is open give the
    first one."""
    now, words = now or timezone.now(), text.strip()[:LONGEST_FLAG]
    row, _is_new = Flag.objects.get_or_create(
        submission=submission,
        code=Flag.STAFF,
        text=words,
        settled_at=None,
        defaults={"raised_by": user, "raised_by_name": str(user), "raised_at": now},
    )
    renew(submission, user, now=now)
    return row


@transaction.atomic
def settle(submission, flag_id, user, *, now=None):
    """Somebody has looked at what a flag says. Gives whether it was still open."""
    now = now or timezone.now()
    is_mine = submission.flags.unsettled().filter(pk=flag_id).update(settled_at=now, settled_by_name=str(user))
    renew(submission, user, now=now)
    return is_mine == 1


def renew(submission, user, *, now=None):
    """Keep a claim alive: whoever works on it has it for another 48 hours. Gives whether it was theirs."""
    now = now or timezone.now()
    mine = Submission.objects.filter(pk=submission.pk, claimed_by=user, claimed_until__gt=now)
    return mine.update(claimed_until=now + CLAIMED_FOR) == 1
