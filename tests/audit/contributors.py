"""Every kind of page that a contributor sees, made with what they are richest in."""

from datetime import timedelta

from django.utils import timezone

from ccsis import letters as outbox
from submissions import coauthors, conversation, moves, receiving
from submissions.models import Attachment, Draft, Question, Submission
from tests import make
from tests.audit.pages import Page

PERSIAN = (
    "در نخستین صبح هیچ‌کس آن را بحران نمی‌نامد.\n\n## روز یک تا پنج\n\nراننده‌ها چای می‌نوشند.[^1]\n\n[^1]: یادداشت.\n"
)
GUIDELINES = "<h3>Say what follows</h3><p>Who decides, and who only reacts?</p><ul><li>Days</li><li>Weeks</li></ul>"
REQUEST = "We liked it.\n\n1. Where does the number of 40 metres come from?\n\n2. عدد از کجا آمده است؟"
LONG = "https://a-very-long-address.example/" + "x" * 200
TYPED = {
    "title": "The queue below the mountain",
    "text": make.TEXT + "\n## One more\n\n> Said.\n\n- one\n- two\n\n[A long link](" + LONG + ")\n",
    "question": "Does the pass stay shut?",
    "trigger": "An avalanche",
    "low": "20",
    "high": "40",
    "full_name": "Ruslan Didigov",
}
PUT_BY = {
    "title": "صف زیر کوه",
    "text": PERSIAN,
    "language": "fa",
    "full_name": "شیرین رضایی",
    "position": "تاریخ‌نگار",
    "email": "shirin@mail.example",
    "credit_choice": "pseudonym",
    "pseudonym": "ش. ر.",
    "low": "forty",
    "coauthors": "2",
    "coauthor-1-full_name": "Maia Beridze",
    "coauthor-1-email": "maia@mail.example",
    "coauthor-2-full_name": "نینو",
    "uses_ai": "on",
    "ai_use": "ترجمه",
}


def pages():
    """Makes what they show, and gives all of them as Pages."""
    return [*form_pages(), *ways_out(), *private_pages()]


def private_pages():
    """What a secret link opens."""
    return [*_states(), *_talking("", {}), *_talking("persian ", _persian())]


def _call_that_asks_everything():
    call = make.call(
        "Winter 2027: roads, rails and pipes that many depend on",
        brief="Take one route that the region depends on. Break it.\n\nTell us what follows, day by day.",
        guidelines=GUIDELINES,
        closes_at=timezone.now() + timedelta(days=20),
        requires_phone=True,
        per_person=2,
        series=make.series(),
        languages=["en", "ka", "hy", "fa"],
    )
    for n, kind in enumerate(Question.Kind.values):
        fields = {
            "kind": kind,
            "choices": "By road\nBy rail\nاز راه دریا",
            "is_required": n == 0,
            "help_text": "In short.",
        }
        Question.objects.create(call=call, label=f"How would you travel? ({kind})", position=n, **fields)
    Question.objects.create(call=call, label="Where do you live?", is_personal=True)
    make.submission(state="published", call=call)
    return call


def _draft(call, typed):
    submission = receiving.start(call)
    Draft.objects.create(submission=submission, typed={name: [value] for name, value in typed.items()})
    return submission


def form_pages():
    call = _call_that_asks_everything()
    address = call.get_absolute_url()
    persian, files = _draft(call, PUT_BY), ("sources of everything that I say in the text.docx", "نقشه‌ی راه.pdf")
    for n, name in enumerate(files):
        fields = {
            "name": f"{call.slug}-{n}",
            "original_name": name,
            "kind": name[-4:].strip("."),
            "sha256": str(n) * 64,
        }
        Attachment.objects.create(submission=persian, size=123_456, **fields)
    spoken = {"calls": "/submit/", "form": address, "find my submission": "/submissions/"}
    edit = make.private(persian) + "edit/"
    sent = make.private(make.submission(call=call)) + "edit/"
    return [
        Page("calls", "/submit/"),
        Page("form", address),
        *(Page(f"{name}, {code}", f"/{code}{path}") for code in ("ru", "fa") for name, path in spoken.items()),
        Page("form with errors", address, press="Send simulation"),
        Page("form with errors of many kinds", edit, press="Send simulation"),
        Page("preview", address, typed=TYPED, press="Preview"),
        Page("one more co-author", address, press="Add a co-author"),
        Page("draft", make.private(persian)),
        Page("draft, going on", edit),
        Page("draft, preview", edit, press="Preview"),
        Page("draft that was saved elsewhere", edit, 409, {"seen": "/", "title": "Mine"}, "Save for later"),
        Page("change of what was sent", sent),
        Page("change with errors", sent, typed={"title": "", "low": "101"}, press="Send the change"),
        Page("stale form", address, 403, TYPED, "Preview", has_cookies=False),
    ]


def ways_out():
    """Where something ended, or never was."""
    now = timezone.now()
    closed = make.call("Autumn", opens_at=now - timedelta(days=60), closes_at=now - timedelta(days=20))
    late = _draft(closed, PUT_BY)
    declined = make.submission(state="declined")
    Draft.objects.create(submission=declined, typed={"title": ["What I wanted to change"], "text": [make.TEXT]})
    return [
        Page("closed call", closed.get_absolute_url()),
        Page("draft after the call closed", make.private(late) + "edit/"),
        Page("change after the decision", make.private(declined) + "edit/"),
        Page("link to nothing", "/submissions/nothing/", 404),
        Page("find my submission", "/submissions/"),
        Page("find with an error", "/submissions/", 422, {"email": "nino"}, "Mail me my links"),
        Page("links were asked for", "/submissions/?done=asked"),
        Page("everything is erased", "/submissions/?done=erased"),
    ]


def _states():
    """The private page in every state but those of _talking, and the pages that belong to one state."""
    kinds = [
        "submitted",
        "in_review",
        "on_hold",
        "accepted",
        "published",
        "declined",
        "withdrawn",
        "expired",
        "retracted",
    ]
    unconfirmed, proof = make.submission(state="unconfirmed"), make.submission(state="proof")
    confirm, own, word = make.private(unconfirmed, "confirm"), make.private(unconfirmed), make.private(proof, "proof")
    return [
        *(Page(f"page, {kind.replace('_', ' ')}", make.private(make.submission(state=kind))) for kind in kinds),
        Page("page, unconfirmed", own + "?done=sent"),
        Page("page, unconfirmed, with a wrong address", own, 422, {"email": "nino@"}, "Change the address"),
        Page("confirm", confirm),
        Page("page, proof", make.private(proof)),
        Page("final text", word),
        Page("final text, objection without words", word, 422, press="Send my objections"),
        Page("changed by us", word + "final/changes/"),
    ]


def _persian():
    return {"title": "صف زیر کوه", "text": PERSIAN, "language": "fa", "full_name": "شیرین رضایی", "native_name": ""}


def _talking(kind, fields):
    """A submission with two texts, messages, co-authors and letters, that was asked for changes."""
    row = _asked(**fields)
    asked, agreed = row.coauthors.order_by("id")
    address, asked_by = make.private(row), make.private(row, "coauthor", coauthor=asked)
    coauthors.agree(agreed, {"full_name": agreed.full_name, "credit_choice": "name"})
    message = {"text": "A question about the day on which all of this is to be sent."}
    return [
        Page(f"{kind}page, changes requested", address),
        Page(f"{kind}answers with errors", address, 422, press="Send answers and text back"),
        Page(f"{kind}stale answers", address, 403, message, "Send the message", has_cookies=False),
        Page(f"{kind}text", f"{address}texts/2/"),
        Page(f"{kind}texts compared", f"{address}changes/?old=1&new=2"),
        Page(f"{kind}withdraw", f"{address}withdraw/"),
        Page(f"{kind}erase", f"{address}erase/"),
        Page(f"{kind}co-author", asked_by),
        Page(f"{kind}co-author, a mistake", asked_by, 422, {"full_name": ""}, "Yes, name me so"),
        Page(f"{kind}co-author who agreed", make.private(row, "coauthor", coauthor=agreed)),
    ]


def _asked(**fields):
    moderator = make.user("moderator")
    row = make.submission(state="in_review", by=moderator, **fields)
    people = [
        {"full_name": name, "email": f"{n}@mail.example"} for n, name in enumerate(["Maia Beridze", "نینو رضایی"])
    ]
    conversation.say(row, f"Which road do you mean? {LONG}", by=moderator)
    conversation.say(row, "The old one.")
    text = f"{row.revision.source}\n\nOne more paragraph."
    receiving.revise(row, make.filled(title=row.title, source=text, language=row.language, coauthors=people))
    row = Submission.objects.get(pk=row.pk)
    due = timezone.now() + timedelta(days=14)
    row = make.settled(moves.transition(row, "request_changes", actor=moderator, message=REQUEST, due_at=due))
    outbox.send_due()
    return row
