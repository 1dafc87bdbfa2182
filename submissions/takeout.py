"""Everything that we hold of one contributor, as a ZIP that they take with them.

Their own data alone: no notes among ourselves, and of staff no name but "an editor". The archive is written while it
is sent, so that files need no memory.
"""

import json
import zipfile
from datetime import UTC

from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from ccsis.models import Letter
from submissions import conversation, files, standing
from submissions.models import Contributor, Draft, State

READ_ME = _(
    "This is everything that we hold about your simulation %(reference)s.\n\n"
    "data.json      what you told us, what you agreed to, and what happened when\n"
    "texts/         each text that you sent, as you wrote it\n"
    "messages.md    what was written to and fro\n"
    "letters/       the letters that we sent you; secret links are left out\n"
    "files/         the files that you sent\n"
)
PERSON = ("full_name", "native_name", "title", "affiliation", "credit_choice", "pseudonym")
CHUNK = 64 * 1024


def name_of(submission):
    """The file name of the archive."""
    return f"{submission.reference}.zip"


def archive(submission):
    """The ZIP of a submission, in pieces of bytes. What the database has is read before the first piece is given."""
    pages = list(_pages(submission))
    attachments = list(submission.attachments.all())
    return _written(pages, attachments)


def _written(pages, attachments):
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in pages:
            zipped.writestr(name, text)
            yield sink.take()
        for place, attachment in enumerate(attachments, start=1):
            name = f"files/{place}-{get_valid_filename(attachment.original_name)}"
            yield from _copied(zipped, sink, name, attachment)
    yield sink.take()


def _copied(zipped, sink, name, attachment):
    """A file into the archive, piece by piece; one that is gone from the disk is left out."""
    try:
        source = files.store().open(attachment.name)
    except FileNotFoundError:
        return
    with source, zipped.open(name, "w") as target:
        while piece := source.read(CHUNK):
            target.write(piece)
            yield sink.take()


class _Sink:
    """Where the archive is written: gives what came since it was last asked."""

    def __init__(self):
        self.pieces = []

    def write(self, piece):
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self):
        pass

    def take(self):
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def _pages(submission):
    """(name, text) of everything but files."""
    revisions = list(submission.revisions.order_by("n"))
    said = conversation.thread(submission, for_contributor=True)
    letters = list(_letters(submission))
    yield "read-me.txt", READ_ME % {"reference": submission.reference}
    yield "data.json", json.dumps(data(submission, revisions, said, letters), ensure_ascii=False, indent=2)
    for revision in revisions:
        yield f"texts/{revision.n}.md", f"# {revision.title}\n\n{revision.source}\n"
    if said:
        yield "messages.md", "\n\n".join(_message(each) for each in said) + "\n"
    for place, letter in enumerate(letters, start=1):
        yield f"letters/{place}-{letter.sent_at:%Y-%m-%d}.txt", f"{letter.subject}\n\n{letter.text}\n"


def data(submission, revisions, said, letters):
    """All fields that are the contributor's, as plain values."""
    draft = Draft.objects.filter(submission=submission).first()
    state = submission.shown_state
    labels = dict(submission.call.questions.values_list("key", "label"))
    return {
        "reference": submission.reference,
        "call": submission.call.title,
        "where it stands": str(submission.public_label),
        "language": submission.language,
        "begun": _time(submission.created_at),
        "address confirmed": _time(submission.confirmed_at),
        "answer asked for until": _time(submission.due_at) if state == State.CHANGES_REQUESTED else None,
        "what happened": [{"what": str(what), "at": _time(at)} for what, at in standing.happened(submission)],
        "contributor": _contributor(submission, labels),
        "consents": [
            {"wording": each.wording, "text": each.text, "given": _time(each.given_at)}
            for each in submission.consents.order_by("given_at", "id")
        ],
        "co-authors": [_coauthor(each) for each in submission.coauthors.all()],
        "printed as": [
            {"name": each.name, "native_name": each.native_name, "title": each.title}
            for each in submission.credits.all()
            if state in standing.NAMES_ARE_SET
        ],
        "texts": [_text(revision, labels) for revision in revisions],
        "draft": {"typed": draft.typed, "email": draft.email, "saved": _time(draft.saved_at)} if draft else None,
        "messages": [_said(each) for each in said],
        "letters": [{"subject": each.subject, "sent": _time(each.sent_at)} for each in letters],
        "files": [
            {
                "name": each.original_name,
                "kind": each.kind,
                "bytes": each.size,
                "sha256": each.sha256,
                "came": _time(each.created_at),
            }
            for each in submission.attachments.all()
        ],
    }


def _contributor(submission, labels):
    person = Contributor.objects.filter(submission=submission).first()
    if person is None:
        return None
    fields = (*PERSON, "email", "phone", "interests", "uses_ai", "ai_use")
    return {**{name: getattr(person, name) for name in fields}, "answers": _answers(person.answers, labels)}


def _coauthor(row):
    """What the contributor wrote of a co-author; of what that person answered, the name as it is printed."""
    named = {"email": row.email, "agreed": _time(row.agreed_at), "does not want to be named": _time(row.declined_at)}
    if row.has_answered:
        return {"name": row.credit_name, "title": row.credit_title, **named}
    return {**{name: getattr(row, name) for name in PERSON}, **named}


def _answers(answers, labels):
    """Answers to the call's questions, by the question; one that was taken back since has its key alone."""
    return {labels.get(key, key): answer for key, answer in answers.items()}


def _text(revision, labels):
    return {
        "number": revision.n,
        "title": revision.title,
        "text": revision.source,
        "words": revision.words,
        "scenario": revision.scenario,
        "answers": _answers(revision.answers, labels),
        "by you": revision.by_contributor,
        "saved": _time(revision.created_at),
    }


def _said(said):
    return {
        "by": "you" if said.by_contributor else "an editor",
        "at": _time(said.at),
        "text": said.text,
        "points": [{"asked": each.text, "answer": each.answer} for each in said.points],
    }


def _message(said):
    who = _("You") if said.by_contributor else _("An editor")
    points = "".join(f"\n\n> {each.n}. {each.text}\n\n{each.answer}".rstrip() for each in said.points)
    return f"## {who}, {said.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC\n\n{said.text}{points}"


def _letters(submission):
    """The letters that left, for who confirmed the address; before that nobody knows whose it is."""
    if not submission.is_confirmed:
        return []
    sent = Letter.objects.filter(about=f"submission:{submission.pk}", status=Letter.Status.SENT)
    sent = sent.filter(template__startswith="submission_").exclude(template="submission_coauthor")
    return sent.order_by("sent_at", "id")


def _time(moment):
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None
