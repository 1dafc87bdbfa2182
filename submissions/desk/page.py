"""The review page as it is shown: one submission with everything that a decision needs, and what was typed into it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from ccsis.letters import Sample
from submissions import conversation, judges
from submissions.desk import facts, neighbours
from submissions.desk.forms import CommentForm, FlagForm, LetterForm, MoveForm, form_for
from submissions.desk.words import DONE
from submissions.models import Submission

AT_THE_FOOT = {  # what one mostly comes for, with its key; the others stand at the side
    "undo": "u",
    "accept": "a",
    "first_key": "a",
    "release": "",
    "ask_to_confirm": "",
    "ask_approval": "",
    "request_changes": "r",
    "decline": "d",
}
AT_THE_FOOT_TOO = {"hold": "h", "hand_over": ""}  # where there is room; at the side they stand always
ASIDE = ("stand_aside",)  # has a place of its own
OF_THE_CLAIM = {"begin": "c", "claim": "c", "take_over": "c", "let_go": ""}  # these stand on top
INVITING = ("accept", "first_key", "release", "ask_to_confirm", "ask_approval", "undo")
DANGEROUS = ("decline", "decline_silently", "withdraw", "quarantine")


@dataclass
class Shown:
    """What the page shows besides the submission: what was posted and not done, and why not."""

    form: MoveForm | None = None  # a move that was posted and not made
    asked: str = ""  # the move whose form is opened
    problem: str = ""
    shows_contact: bool = False
    letter: LetterForm | None = None
    comment: CommentForm | None = None
    flag: FlagForm | None = None
    preview: Sample | None = None
    status: int = 200


def opened(request, pk):
    """The submission, for who may read the queue. Raises PermissionDenied or Http404."""
    if not request.user.has_perm("submissions.view_queue"):
        raise PermissionDenied
    rows = (
        Submission.objects.seen_by_staff()
        .prefetch_related("coauthors")
        .select_related("call", "revision", "claimed_by", "first_key_by")
    )
    return get_object_or_404(rows, pk=pk)


def page(request, submission, site_context, shown=None):
    """The page of a Submission. `shown` is a Shown where something was asked for or went wrong."""
    shown, user = shown or Shown(), request.user
    context = {
        **site_context,
        "title": submission.title or submission.reference,
        "submission": submission,
        "revision": submission.revision,
        "is_plain": "plain" in request.GET,
        "address": neighbours.address(request, submission),
        "neighbours": neighbours.neighbours(request, submission),
        "problem": shown.problem,
        "preview": shown.preview,
        **_moves(submission, user, shown),
        **_standing(submission, user),
        **_writing(submission, user, shown),
        **facts.facts(submission, user, shown.shows_contact),
    }
    return render(request, "submissions/desk/review.html", context, status=shown.status)


def _moves(submission, user, shown):
    """A form for each move that may be made now, by where it stands; the one that is open; words without a form."""
    forms = {move.action: form_for(move, submission, user) for move in judges.open_moves(submission, user)}
    posted = shown.form
    if posted is not None and posted.move.action in forms:
        forms[posted.move.action] = posted.about(submission)
    open_form = forms.get(posted.move.action if posted else shown.asked)
    if open_form and open_form.asks and not shown.preview:
        open_form.with_focus()
    return {
        "open_form": open_form if open_form and open_form.asks else None,
        "typed": _typed(posted) if posted is not None and posted.move.action not in forms else [],
        "moves": forms,
        "foot": _buttons(forms, AT_THE_FOOT),
        "foot_too": _buttons(forms, AT_THE_FOOT_TOO),
        "of_the_claim": _buttons(forms, OF_THE_CLAIM),
        "others": _buttons(forms, [each for each in forms if each not in {*AT_THE_FOOT, *OF_THE_CLAIM, *ASIDE}]),
    }


def _buttons(forms, actions):
    """(form, how it looks, its key) for those of the actions that may be made now. Takes a dict of keys, or names."""
    looks = dict.fromkeys(INVITING, "yes") | dict.fromkeys(DANGEROUS, "no")
    keys = actions if isinstance(actions, dict) else {}
    return [(forms[each], looks.get(each, ""), keys.get(each, "")) for each in actions if each in forms]


def _typed(form):
    """What somebody wrote for a move that cannot be made any more, so that it can be copied."""
    texts = [field for field in form.questions if field.name in ("message", "note")]
    return [(field.label, field.value()) for field in texts if field.value()]


def _standing(submission, user):
    """Who has it, who may not judge, and what can still be undone."""
    recused = [row.user for row in submission.recusals.select_related("user")]
    return {
        "is_late": submission.is_overdue(),
        "holder": submission.holder,
        "is_mine": submission.holder == user,
        "wrote_it": judges.wrote(submission, user),
        "recused": recused,
        "is_recused": user in recused,
        "held": _held(submission),
    }


def _held(submission):
    """The decision that nobody outside knows of yet, or None."""
    version = submission.held_version()
    if version is None:
        return None
    event = submission.events.get(version=version)
    seconds = max(0, (submission.held_until - timezone.now()).seconds)
    return {"event": event, "label": DONE[event.action], "seconds": seconds, "minutes": seconds // 60 + 1}


def _writing(submission, user, shown):
    """The forms by which one says something, each for who may."""
    may_write = user.has_perm("submissions.decide") and not judges.is_barred(submission, user)
    letter, comment, flag = shown.letter, shown.comment, shown.flag
    for posted in filter(None, (letter, comment, flag)):
        if not shown.preview:
            posted.with_focus()
    if letter is None and may_write and conversation.can_be_written_to(submission):
        letter = LetterForm(submission)
    if not judges.wrote(submission, user):
        comment, flag = comment or CommentForm(), flag or FlagForm()
    return {"letter_form": letter, "comment_form": comment, "flag_form": flag}
