"""What the page says right after something was done, by the code in its address."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

DONE = {
    "sent": L("Thank you. One more step: confirm your address."),
    "confirmed": L("Thank you, it counts now. We have written to you that it has arrived."),
    "again": L(
        "If the last letter is older than a quarter of an hour, another one is on its way. Look among what your "
        "mailbox takes for advertising, too."
    ),
    "address": L("The address is changed, and a letter is on its way to it. Earlier links to confirm have ended."),
    "saved": L("It is saved, and nothing has been sent. Go on whenever you like, from any device, by this page."),
    "changed": L("Thank you. Your changes are with us."),
    "same": L("Nothing was different from what we have, so nothing was sent."),
    "time": L("We have your wish for more time. Your answers are put by."),
    "kept": L("Your answers are put by. Nothing has been sent yet."),
    "answered": L("Thank you. Your answers and your text are with us; it is our turn again."),
    "said": L("Your message is with us."),
    "approved": L("Thank you. We publish the text as you have read it."),
    "objected": L("Thank you. An editor reads your objections and writes to you."),
    "withdrawn": L("It is withdrawn. Nobody decides on it any more."),
    "new-link": L("This is the new address of your page. All earlier ones have ended: keep this one."),
    "agreed": L("Thank you. You will be named as you see below."),
    "refused": L("Thank you. You will not be named."),
}


def overtaken(submission):
    """Why something could not be done. Whoever was first, and what we call it, is ours alone."""
    if submission.is_held():
        return at_it()
    return _("It is no longer where you saw it: “%s”. Nothing was done.") % submission.public_label


def at_it():
    """What is said while a decision can still be undone, of which nobody outside knows."""
    return _("An editor is at it at this very moment. Try again in ten minutes. What you wrote stands here.")


def done_sentence(code):
    """What to say for the code in an address; nothing for any other."""
    return DONE.get(code, "")
