"""The simulations of the demo, led through the review by the same moves that people make."""

from datetime import timedelta
from pathlib import Path

from ccsis import texts
from submissions import moves, receiving
from submissions.demo import NONCE
from submissions.models import Call, Submission

FOLDER = Path(__file__).parent / "texts"
CONSENTS = {
    "publish-1": "The text is my own. The centre may edit it with my knowledge and publish it under CC BY 4.0, "
    "with my name and title."
}
TIME_FOR_CHANGES = timedelta(days=14)
MADE_BY = {
    **dict.fromkeys(["resubmit", "withdraw", "approve", "object"], moves.CONTRIBUTOR),
    **dict.fromkeys(["quarantine", "expire", "publish", "retract"], moves.WORKER),
}


def make_submissions(demo):
    """Take all of them in, the oldest first, and make the moves of each up to the desk's own work."""
    read = [(path.stem, *texts.read(path)) for path in FOLDER.glob("*.md")]
    for stem, head, source in sorted(read, key=lambda each: (-int(each[1]["days"]), each[0])):
        submission = _take(demo, stem, head, source)
        for line in head.get("move", "").splitlines():
            _move(demo, submission, head, source, line)
        if "published" in head:
            demo.simulations.append(_wish(demo, submission, head))


def _take(demo, stem, head, source):
    """Send it, and confirm the address a little later."""
    call = Call.objects.get(slug=head["call"])
    filled = receiving.Filled(
        title=head["title"],
        source=_as_it_came(source) if "resubmit" in head.get("move", "") else source,
        language=head.get("language", "en"),
        contributor={
            "full_name": head["name"],
            "native_name": head.get("native_name", ""),
            "title": head.get("occupation", ""),
            "affiliation": head.get("affiliation", ""),
            "email": f"{stem}@example.org",
            "phone": f"+44 7700 900{sum(map(ord, stem)) % 1000:03d}",  # a range kept for films
        },
        consents=CONSENTS,
    )
    sent = receiving.take(
        call, filled, nonce=NONCE + stem, reference=head["reference"], now=demo.ago(head["days"], "08:20")
    )
    return moves.transition(sent, "confirm", actor=moves.CONTRIBUTOR, now=demo.ago(head["days"], "08:40"))


def _as_it_came(source):
    """A text that was changed on request, before the change."""
    return source.rpartition("\n## ")[0]


def _move(demo, submission, head, source, line):
    """One line of a submission's way, like `12 request_changes | Tell us who decides.`"""
    step, _bar, words = line.partition("|")
    days, action = step.split()
    when = demo.ago(days, "11:40")
    changed = receiving.Filled(title=head["title"], source=source, contributor={})
    is_message = "message" in moves.BY_ACTION[action].needs
    moves.transition(
        submission,
        action,
        actor=MADE_BY.get(action, demo.users["moderator"]),
        message=words.strip() if is_message else "",
        note="" if is_message else words.strip(),
        due_at=when + TIME_FOR_CHANGES if action == "request_changes" else None,
        write=(lambda row: receiving.add_revision(row, changed, now=when)) if action == "resubmit" else None,
        now=when,
    )


def _wish(demo, submission, head):
    """What the desk is to do with an accepted simulation, in plain words and dates."""
    days, _bar, reason = head.get("retracted", "").partition("|")
    return {
        "submission": submission.pk,
        "article": submission.article_id,
        "published": demo.ago(head["published"], "09:00"),
        "retracted": demo.ago(days, "15:00") if days else None,
        "reason": reason.strip(),
        "standfirst": head["standfirst"],
        "topics": texts.listed(head["topics"]),
        "regions": texts.listed(head["regions"]),
        "tags": texts.listed(head["tags"]),
    }


def follow_publications(demo):
    """What the worker does when it notices, on the days on which it would have noticed."""
    for wanted in demo.simulations:
        submission = Submission.objects.get(pk=wanted["submission"])
        moves.transition(submission, "publish", actor=moves.WORKER, now=wanted["published"])
        if wanted["retracted"]:
            moves.transition(submission, "retract", actor=moves.WORKER, now=wanted["retracted"])
