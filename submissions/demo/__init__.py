"""The contributors' side of the demo, as steps for settings.DEMO_STEPS: calls, simulations in every state, their end.

A text in texts/ has a head: call, language, title, reference, name, native_name, occupation, affiliation, perhaps
credit (a choice, or `pseudonym | the name`), days (since it came), and its way as lines `move: <days ago> <action> |
<words>`, or `stop: draft` or `stop: unconfirmed` where it was not sent or not confirmed. Who withdraws by telephone
has it done by staff, with words. Among the moves `write` is a message of the desk and `answer` one of the contributor.
Fields of the scenario: question, trigger, actor and indicator (several), low, high, horizon (days from today). What is
to be published also has: published (days ago), standfirst, topics, regions, tags, and perhaps
`retracted: <days ago> | <reason>`. A text that was changed on request came at first without its last part, from the
last heading on; what was changed twice, without its last two.
"""

from ccsis.demo import AlreadyThere, OtherContent
from submissions.models import Submission

NONCE = "demo-"  # begins the nonce of every submission of the demo


def look_round(demo):
    """Raises AlreadyThere or OtherContent where the queue is not empty."""
    if Submission.objects.filter(nonce__startswith=NONCE).exists():
        raise AlreadyThere
    others = Submission.objects.count()
    if others and not demo.anyway:
        raise OtherContent(f"The site has content of its own, submissions: {others}.")
