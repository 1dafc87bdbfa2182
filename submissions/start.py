"""What an empty site needs to receive simulations: one call that stands open for ever."""

from submissions.models import Call

TITLE = "The open call"
BRIEF = (
    "Take one question about the region, make one assumption, and follow it to the end. Any subject, at any time: "
    "tell us what could happen, who would do what, how likely you think it is, and what we should watch."
)
GUIDELINES = """
<ul>
<li>One question that somebody could answer on a certain day.</li>
<li>A starting point that is true, with sources in the notes.</li>
<li>What sets things moving, who acts, and what each of them wants.</li>
<li>Three to five signposts: what would we see early if you were right?</li>
</ul>
<p>Nothing secret, no words put into the mouths of real people, nobody else’s text. More in the
<a href="/guidelines/">guidelines for simulations</a>.</p>
"""
LANGUAGES = ["en", "ru", "hy", "az", "ka", "fa", "tr"]


def make_open_call():
    """The standing call, where there is no call yet. Gives a line for what it made."""
    if Call.objects.exists():
        return []
    call = Call.objects.create(
        title=TITLE, slug="open", brief=BRIEF, guidelines=GUIDELINES, languages=LANGUAGES, asks_phone=True
    )
    return [f"the standing open call, {call.title}"]
