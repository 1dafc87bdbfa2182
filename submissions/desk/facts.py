"""What the review page tells of a submission: scenario, answers, credit, flags, other work, events, texts, letters."""

from django.db.models import Q

from ccsis.models import Letter, User
from submissions import conversation, flags, judges, moves, scenario, similar
from submissions.desk import comparing
from submissions.desk.words import DONE, LETTERS
from submissions.models import Contributor, CreditChoice, Submission

MOST_OTHERS = 10  # other works that are listed
OPEN = (CreditChoice.FULL, CreditChoice.NAME)


def facts(submission, user, shows_contact):
    """All of it, for the template. `shows_contact` where contact data is looked at, which is recorded."""
    thread = conversation.thread(submission)
    return {
        **_text(submission),
        **_people(submission, user, shows_contact),
        **_among_ourselves(submission, user),
        **_history(submission),
        "change": comparing.newest_change(submission, user),
        "thread": thread,
        "next_round": 1 + max((said.round for said in thread if not said.was_undone), default=0),
        "address_of_publication": moves.publication_address(submission),
        "can_see_article": user.has_perm("articles.view_article"),
    }


def _text(submission):
    revision = submission.revision
    labels = dict(submission.call.questions.values_list("key", "label"))
    answers = revision.answers if revision else {}
    near = similar.near(submission)
    return {
        "scenario": list(scenario.rows(revision.scenario)) if revision else [],
        "answers": [(labels.get(key, key), answer) for key, answer in answers.items()],
        "attachments": list(submission.attachments.all()),
        "near": near,
        "marked": similar.marked(submission, near),
    }


def _people(submission, user, shows_contact):
    """Credit for everybody; contact data only where it is looked at."""
    contributor = Contributor.objects.filter(submission=submission)
    if not shows_contact:
        contributor = contributor.defer(*Contributor.CONTACT_FIELDS)
    return {
        "contributor": contributor.first(),
        "can_see_contact": user.has_perm("submissions.view_contact"),
        "shows_contact": shows_contact,
        "credits": list(submission.credits.all()),
        "coauthors": list(submission.coauthors.all()),
        "consents": list(submission.consents.all()),
        "looks": list(submission.looks.all()) if shows_contact else [],
        "other_work": other_work(submission, shows_contact),
    }


def other_work(submission, shows_contact=False):
    """Other submissions that came from the same mailbox, the newest first.

    Only where both addresses are proven, and both names are open: to set a hidden name beside an open one would tell
    whose it is. Where contact data is looked at, all of them.
    """
    mine = Contributor.objects.filter(submission=submission).exclude(mailbox="")
    if not shows_contact:
        mine = mine.filter(credit_choice__in=OPEN)
    mailbox = mine.values_list("mailbox", flat=True).first()
    if not mailbox or not submission.is_confirmed:
        return []
    theirs = Q(contributor__mailbox=mailbox, confirmed_at__isnull=False)
    if not shows_contact:
        theirs &= Q(contributor__credit_choice__in=OPEN)
    rows = Submission.objects.seen_by_staff().filter(theirs).exclude(pk=submission.pk)
    return list(rows.select_related("revision", "call").order_by("-created_at", "-pk")[:MOST_OTHERS])


def _among_ourselves(submission, user):
    """What colleagues say to each other; nothing of it to who wrote the piece."""
    may_read = not judges.wrote(submission, user)
    found = submission.flags.order_by("settled_at", "-points", "pk")
    raised = [flag for flag in found if may_read or flag.code != flag.STAFF]
    return {
        "may_read_comments": may_read,
        "comments": list(submission.comments.all()) if may_read else [],
        "colleagues": list(User.objects.holding("submissions.view_queue").exclude(pk=user.pk)),
        "flags": [(flag, flags.sentence(flag)) for flag in raised if not flag.is_settled],
        "noticed": list(flags.about_language(submission)),
        "settled": [(flag, flags.sentence(flag)) for flag in raised if flag.is_settled],
    }


def _history(submission):
    letters = Letter.objects.filter(about=f"submission:{submission.pk}").order_by("created_at", "id")
    events = submission.events.select_related("reason").order_by("-version")
    names = _names(events)
    return {
        "events": [(event, DONE[event.action], names.get(event.details.get("to"), "")) for event in events],
        "revisions": list(submission.revisions.defer("source", "html", "notes")),
        "letters": [(letter, LETTERS.get(letter.template, letter.template)) for letter in letters],
    }


def _names(events):
    """Who it was handed over to, by id."""
    ids = {event.details["to"] for event in events if "to" in event.details}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)} if ids else {}
