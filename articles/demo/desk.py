"""What is under way at the desk of the demo: pieces in every state, with who has them and what was said of them."""

from datetime import timedelta

from articles import assigning, commenting, holds, publishing
from articles.models import Article, Assignment, Byline, Kind

VALLEY, INSURANCE = "the-price-of-a-quiet-valley", "who-insures-the-middle"
TUNNEL, HOUR, BORDER = "five-questions-on-a-second-tunnel", "an-hour-a-week-for-questions", "one-border-shut-since-1993"
PLANNED = [  # title, type, in how many days it is due, who has it
    ("What the next census will not ask", Kind.ANALYSIS, 24, "author"),
    ("Masts on the ridge: who can telephone where", Kind.BRIEF, 38, ""),
]


def make_desk(demo):
    """Lead pieces on their ways by moves, on the days on which it was done."""
    for lead in (_send_back, _hand_in, _copy_edit, _make_ready, _schedule):
        lead(demo)
    for title, kind, days, who in PLANNED:
        _plan(demo, title, kind, days, who)


def _piece(demo, stem):
    return Article.objects.get(pk=demo.ids["piece", stem])


def _day(demo, days):
    return demo.ago(-days).date()


def _send_back(demo):
    """Handed in too early; the author knows why."""
    piece, author, editor = _piece(demo, VALLEY), demo.users["author"], demo.users["editor"]
    publishing.hand_in(piece, by=author, note="Not done, but the question is there.", now=demo.ago(3, "11:05"))
    note = "Yes, go on. We need the number of households, and one voice from the ministry, before anybody can read it."
    publishing.send_back(piece, by=editor, note=note, now=demo.ago(2, "15:40"))
    assigning.assign(piece, by=editor, to=author, due_on=_day(demo, 9), now=demo.ago(2, "15:45"))
    first, second = commenting.paragraphs(piece.body)
    asked = commenting.comment(
        piece,
        by=editor,
        text="@author, twelve years at which price of a kilowatt-hour?",
        paragraph=first.fingerprint,
        now=demo.ago(2, "15:50"),
    )
    commenting.answer(asked, by=author, text="At the price of 2015. I will say so.", now=demo.ago(1, "09:20"))
    done = commenting.comment(
        piece,
        by=editor,
        text="I have the study as a PDF.",
        paragraph=second.fingerprint,
        now=demo.ago(2, "15:55"),
    )
    commenting.resolve(done, by=author, now=demo.ago(1, "09:25"))


def _hand_in(demo):
    """Waits for somebody to read it, longer than it should."""
    piece, editor = _piece(demo, INSURANCE), demo.users["editor"]
    urgent = {
        "due_on": _day(demo, -1),
        "priority": Assignment.Priority.HIGH,
        "note": "The brokers want to see it first.",
    }
    assigning.assign(piece, by=demo.users["publisher"], to=editor, now=demo.ago(2, "16:00"), **urgent)
    publishing.hand_in(piece, by=editor, note="Everything but the table.", now=demo.ago(1, "10:30"))


def _copy_edit(demo):
    piece, editor = _piece(demo, TUNNEL), demo.users["editor"]
    publishing.hand_in(piece, by=demo.users["author"], now=demo.ago(6, "09:10"))
    publishing.pass_on(piece, by=editor, now=demo.ago(5, "12:00"))
    last = commenting.paragraphs(piece.body)[-1]
    text = "A good end. Let it stand."
    commenting.comment(piece, by=editor, text=text, paragraph=last.fingerprint, now=demo.ago(5, "12:01"))


def _make_ready(demo):
    """Approved, and on hold."""
    piece, editor = _piece(demo, HOUR), demo.users["editor"]
    publishing.approve(piece, by=editor, now=demo.ago(4, "10:00"))
    holds.place(piece, by=editor, reason="The library has not confirmed the room yet.", now=demo.ago(4, "10:05"))


def _schedule(demo):
    """The changes of a published piece go to its readers by themselves."""
    piece, publisher = _piece(demo, BORDER), demo.users["publisher"]
    publishing.schedule(piece, by=publisher, at=demo.ago(-2, "09:00"), now=demo.ago(1, "17:30"))


def _plan(demo, title, kind, days, who):
    editor, now = demo.users["editor"], demo.ago(5, "11:00")
    piece = publishing.plan(title=title, kind=kind, by=editor, now=now)
    Article.objects.filter(pk=piece.pk).update(changed_at=now)
    if who:  # with the own byline on it, the author can open it
        Byline.objects.create(article=piece, person_id=demo.ids["person", "nana"])
        to = demo.users[who]
        assigning.assign(piece, by=editor, to=to, due_on=_day(demo, days), now=now + timedelta(minutes=5))
