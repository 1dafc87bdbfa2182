"""The contributor's page: everything about one submission, as its contributor may know it."""

from django.shortcuts import render

from ccsis.models import Letter
from submissions import conversation, receiving
from submissions.form import pressed_twice
from submissions.form.done import done_sentence
from submissions.form.private_forms import AddressForm, AnswersForm, MessageForm, typed_in
from submissions.models import Contributor, Draft, State, masked
from submissions.moves import publication_address
from submissions.standing import NAMES_ARE_SET, standing

# Of these a contributor hears by other ways: what reached an address that was not proved may never have been asked for.
UNSEEN_LETTERS = ("submission_draft_saved", "submission_confirm", "submission_coauthor")


def manage_page(request, link, *, problem="", done="", answers=None, message=None, address=None, status=200):
    """The page, with forms that were sent and not taken in the place of fresh ones, and a `problem` in a sentence;
    `done` is the code of something that was done, see submissions.form.done."""
    submission = link.submission
    stands = standing(submission)
    points = receiving.open_points(submission) if "resubmit" in stands.actions else []
    errors = next((form for form in (answers, message, address) if form is not None and form.errors), None)
    person = Contributor.objects.filter(submission=submission).first()
    draft = Draft.objects.filter(submission=submission).first()
    context = {
        "token": link.token,
        "submission": submission,
        "person": person,
        "draft": draft,
        "draft_email": masked(draft.email) if draft else "",
        "title": submission.title or _typed_title(draft),
        "stands": stands,
        "problem": problem,
        "errors": errors,
        "typed": typed_in(answers, message) if problem else [],
        "done": "" if problem or errors else done_sentence(done or request.GET.get("done", "")),
        "once": pressed_twice.number(),
        "answers": answers or AnswersForm(points) if points else None,
        "message": message or MessageForm(),
        "can_write": conversation.can_be_written_to(submission),
        "address": address or AddressForm(),
        "address_of_publication": publication_address(submission) if submission.state == State.PUBLISHED else None,
        "staff_may_review": _is_staff_looking(request, submission),
        **about(submission, points),
    }
    return render(request, "submissions/private/page.html", context, status=status)


def about(submission, points):
    """What there is of a submission that both sides know: texts, words, names, files and letters. `points` are those
    that wait for an answer, which stand in their own place."""
    revisions = list(submission.revisions.defer("source", "html", "notes"))
    said_so_far = conversation.thread(submission, for_contributor=True)
    return {
        "revision": revisions[0] if revisions else None,
        "before": revisions[1] if len(revisions) > 1 else None,
        "revisions": revisions,
        "thread": [said for said in said_so_far if not points or points[0] not in said.points],
        "coauthors": list(submission.coauthors.all()),
        "credits": list(submission.credits.all()) if submission.shown_state in NAMES_ARE_SET else [],
        "files": list(submission.attachments.all()),
        "letters": letters_to(submission),
    }


def letters_to(submission):
    """The letters that were sent about a submission, newest first. None before the address is confirmed."""
    if not submission.is_confirmed:
        return []
    sent = Letter.objects.filter(
        about=f"submission:{submission.pk}", template__startswith="submission_", status=Letter.Status.SENT
    )
    letters = list(sent.exclude(template__in=UNSEEN_LETTERS).order_by("-sent_at", "-id"))
    for letter in letters:  # all of them end with the reference, which stands on the page
        letter.shown = letter.subject.removesuffix(f": {submission.reference}")
    return letters


def _typed_title(draft):
    """The title of a draft, as far as it was written."""
    return " ".join(draft.typed.get("title", [""])[:1]).strip()[:200] if draft else ""


def _is_staff_looking(request, submission):
    """Whether to show colleagues the way to their own page. The page is the contributor's all the same."""
    is_seen = submission.shown_state not in (State.DRAFT, State.UNCONFIRMED)
    return is_seen and request.user.has_perm("submissions.view_queue")
