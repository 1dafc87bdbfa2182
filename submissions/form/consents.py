"""What contributors agree to, in every wording that was ever shown. What they agreed to is stored as they read it.

To change a wording add a row with the next number; one that somebody agreed to stays as it is.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Wording:
    name: str
    number: int
    text: str

    @property
    def key(self):
        return f"{self.name}-{self.number}"


WORDINGS = (
    Wording(
        "publish",
        1,
        _(
            "The text is my own. The centre may edit it with my knowledge and publish it under %(licence)s, "
            "with my name and title."
        ),
    ),
    Wording(
        "publish",
        2,
        _("The centre may edit my text with my knowledge and publish it under %(licence)s, credited as I chose."),
    ),
    Wording("original", 1, _("I wrote it myself. What I took from others is marked as theirs.")),
    Wording(
        "safety",
        1,
        _(
            "It holds nothing secret, and nothing that shows where persons or units are now. "
            "I know that a published text can have consequences for who wrote it."
        ),
    ),
)
# The ticks of the form, and what each agrees to.
TICKS = {"consent": "publish", "original": "original", "safe": "safety"}
PLEASE = {
    "consent": _("Tick the box to let us publish your text."),
    "original": _("Tick the box if you wrote it yourself. We cannot take the text of somebody else."),
    "safe": _("Tick the box once you have looked for what is secret or puts somebody in danger."),
}


def current(tick):
    """The wording that a tick of the form shows now."""
    return [wording for wording in WORDINGS if wording.name == TICKS[tick]][-1]


def as_read(tick, call):
    """What a tick agrees to, in the words and the language in which it is read."""
    return str(current(tick).text) % {"licence": call.licence}


def given(ticks, call):
    """The consents that these ticks give, as submissions.receiving takes them."""
    return {current(tick).key: as_read(tick, call) for tick in ticks}
