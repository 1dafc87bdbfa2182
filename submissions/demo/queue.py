"""The simulations of the demo, led through the review by the same moves that people make."""

from datetime import timedelta
from pathlib import Path

from ccsis import texts
from submissions import conversation, moves, receiving
from submissions.demo import NONCE
from submissions.models import Call, Point, Submission

FOLDER = Path(__file__).parent / "texts"
CONSENTS = {  # as the form of today words them
    "publish-2": "The centre may edit my text with my knowledge and publish it under CC BY 4.0, credited as I chose.",
    "original-1": "I wrote it myself. What I took from others is marked as theirs.",
    "safety-1": "It holds nothing secret, and nothing that shows where persons or units are now. I know that a "
    "published text can have consequences for who wrote it.",
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
        submission = _begin(demo, stem, head, source)
        for line in head.get("move", "").splitlines():
            _move(demo, submission, head, source, line)
        if "published" in head:
            demo.simulations.append(_wish(demo, submission, head))


def _begin(demo, stem, head, source):
    """Put a draft by, send it, and confirm the address a little later; as far as the head says."""
    call = Call.objects.get(slug=head["call"])
    language = head.get("language", "en")
    early, late = demo.ago(head["days"], "08:20"), demo.ago(head["days"], "08:40")
    submission = receiving.start(call, nonce=NONCE + stem, language=language, reference=head["reference"], now=early)
    if head.get("stop") == "draft":
        typed = {"title": [head["title"]], "text": [source], "full_name": [head["name"]], "language": [language]}
        receiving.keep_draft(submission, typed, now=early)
        return submission
    receiving.send(submission, _filled(demo, stem, head, _as_it_came(head, source)), now=early)
    if head.get("stop") == "unconfirmed":
        return submission
    return moves.transition(submission, "confirm", actor=moves.CONTRIBUTOR, now=late)


def _filled(demo, stem, head, source):
    choice, _bar, pseudonym = head.get("credit", "full").partition("|")
    return receiving.Filled(
        title=head["title"],
        source=source,
        language=head.get("language", "en"),
        contributor={
            "full_name": head["name"],
            "native_name": head.get("native_name", ""),
            "title": head.get("occupation", ""),
            "affiliation": head.get("affiliation", ""),
            "credit_choice": choice.strip(),
            "pseudonym": pseudonym.strip(),
            "email": f"{stem}@example.org",
            "phone": f"+44 7700 900{sum(map(ord, stem)) % 1000:03d}",  # a range kept for films
        },
        consents=CONSENTS,
        scenario=_scenario(demo, head),
    )


def _scenario(demo, head):
    """The fields of the scenario that stand in the head; a horizon is given in days from today."""
    found = {"question": head.get("question"), "trigger": head.get("trigger")}
    found |= {name: int(head[name]) for name in ("low", "high") if name in head}
    found |= {f"{name}s": head[name].splitlines() for name in ("actor", "indicator") if name in head}
    if "horizon" in head:
        found["horizon"] = demo.ago(-int(head["horizon"])).date().isoformat()
    return {name: value for name, value in found.items() if value}


def _as_it_came(head, source, sent_back=0):
    """The text after it was sent back so many times: each time the contributor added a last part."""
    for _n in range(head.get("move", "").count(" resubmit") - sent_back):
        source = source.rpartition("\n## ")[0]
    return source


def _move(demo, submission, head, source, line):
    """One line of a submission's way, like `12 request_changes | Tell us who decides.`"""
    step, _bar, words = line.partition("|")
    days, action = step.split()
    when = demo.ago(days, f"{10 + int(days) % 6}:{int(days) * 37 % 60:02d}")  # desks move at all hours
    words, staff = words.strip(), demo.users["moderator"]
    if action in ("write", "answer"):
        conversation.say(submission, words, by=staff if action == "write" else None, now=when)
        return
    is_message = "message" in moves.BY_ACTION[action].needs
    moves.transition(
        submission,
        action,
        actor=staff if action == "withdraw" and words else MADE_BY.get(action, staff),
        message=words if is_message else "",
        note="" if is_message or action == "resubmit" else words,
        due_at=when + TIME_FOR_CHANGES if action == "request_changes" else None,
        write=(lambda row: _write_again(demo, row, head, source, words, when)) if action == "resubmit" else None,
        now=when,
    )


def _write_again(demo, submission, head, source, words, now):
    """The text that is sent back, with words on what was asked for. Gives the new revision."""
    Point.objects.filter(event__submission=submission, answered_at=None).update(answer=words, answered_at=now)
    text = _as_it_came(head, source, sent_back=submission.revisions.count())
    changed = receiving.Filled(title=head["title"], source=text, contributor={}, scenario=_scenario(demo, head))
    return receiving.add_revision(submission, changed, now=now)


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
