"""What colleagues of the demo have kept and said to each other: replies to begin with, comments, and a flag."""

from submissions import colleagues
from submissions.demo import NONCE
from submissions.models import CannedReply, Submission

REPLIES = [  # kind, language, reason, text
    (
        "decline",
        "en",
        "We had one like it",
        "We published a piece on the same question not long ago and do not want to repeat ourselves. If yours says "
        "something that ours does not, send us just that part.",
    ),
    (
        "decline",
        "en",
        "No question",
        "We could not find the question that it answers. A simulation begins with one that somebody could answer on a "
        "certain day. Should you find it, we read your text again with pleasure.",
    ),
    (
        "decline",
        "en",
        "Puts somebody in danger",
        "It names people or places in a way that could be used against them. We do not publish that, and ask you to "
        "think again before you offer it elsewhere.",
    ),
    (
        "decline",
        "ru",
        "Уже было",
        "Недавно мы опубликовали текст на ту же тему и не хотим повторяться. Если у вас есть то, чего нет у нас, "
        "пришлите именно эту часть.",
    ),
    (
        "request_changes",
        "en",
        "Where the numbers come from",
        "1. Where do the numbers come from? A note with the source is enough; “my own count” is a source, too.",
    ),
    (
        "request_changes",
        "en",
        "Who acts",
        "1. Who decides, and what does each of them want?\n\n2. Which three signposts would we see first if you were "
        "right?",
    ),
    ("message", "en", "More time", "Take the time that you need, and tell us by when. The place stays yours."),
]
COMMENTS = [  # of which text, days ago, who, what
    ("when-the-pilots-strike", 2, "reader", "Calm, and right about the voice. @moderator, is five days not too long?"),
    ("when-the-pilots-strike", 1, "moderator", "In January 2019 it was four. I let it stand."),
    (
        "the-cable-ship",
        1,
        "reader",
        "Who are the three admirals? One of them has retired since.",
    ),
]
FLAGS = [("when-the-pilots-strike", 2, "reader", "Two per cent: is this in a year or in a winter?")]


def make_colleagues(demo):
    """Keep the replies and say the comments, on the days on which it was done."""
    CannedReply.objects.bulk_create(
        [
            CannedReply(kind=kind, language=language, title=title, text=text, position=10 * n)
            for n, (kind, language, title, text) in enumerate(REPLIES, start=1)
        ],
        ignore_conflicts=True,  # a site that has such a reply keeps its own
    )
    for say, lines in ((colleagues.comment, COMMENTS), (colleagues.flag, FLAGS)):
        for stem, days, username, text in lines:
            submission = Submission.objects.get(nonce=NONCE + stem)
            say(submission, demo.users[username], text, now=demo.ago(days, "09:40"))
