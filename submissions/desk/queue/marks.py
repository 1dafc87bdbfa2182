"""What stands beside a row in one or two words: flags that were raised, and what else to know before opening it.

The words say nothing of what was found, which may be personal; the review page does.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from submissions.models import Event, Flag

# A word, and what it means
FLAGS = {
    "trap": (L("trap"), L("A field that people do not see was filled in.")),
    "hurry": (L("hasty"), L("It was sent right after the form was opened.")),
    "link_in_name": (L("link in a name"), L("A web address stands where a name should stand.")),
    "disposable": (L("throw-away address"), L("The address is of a kind that is thrown away.")),
    "repeated": (L("came before"), L("The same text came before.")),
    "many_links": (L("many links"), L("There are many links among few words.")),
    "no_proof": (L("no reckoning"), L("The browser did not do the small reckoning that people’s browsers do.")),
    "like_staff": (L("like one of us"), L("The name looks like that of a member of staff.")),
    "like_contributor": (L("known name"), L("The name looks like that of somebody whose work we published.")),
    "near_duplicate": (L("similar"), L("It shares much with another text.")),
    "mixed_scripts": (L("mixed scripts"), L("A word of the name is spelled with letters of more than one script.")),
    Flag.STAFF: (L("by a colleague"), L("A colleague wants you to look at something.")),
}
KNOWN = "like_contributor"  # good to know, and nothing to worry about


@dataclass(frozen=True)
class Mark:
    """A small word with what it means. `kind` is warn, note or empty, and never the only difference."""

    word: str
    title: str
    kind: str = ""


def word(code):
    """The word of a flag's code, or None where there is no such code."""
    return FLAGS[code][0] if code in FLAGS else None


def put_on(rows):
    """Give each of the submissions its `marks`, in two queries however many they are."""
    flags, rounds = {}, {}
    for pk, code in Flag.objects.unsettled().filter(submission__in=rows).values_list("submission_id", "code"):
        flags.setdefault(pk, []).append(code)
    sent_back = Event.objects.filter(submission__in=rows, action="resubmit").values_list("submission_id", flat=True)
    for pk in sent_back:
        rounds[pk] = rounds.get(pk, 1) + 1
    for row in rows:
        row.marks = [*_flagged(flags.get(row.pk, [])), *_noted(row, rounds.get(row.pk, 1))]


def _flagged(codes):
    for code in dict.fromkeys(codes):
        short, long = FLAGS.get(code, (code, L("A rule found something.")))
        yield Mark(short, long, "note" if code == KNOWN else "warn")


def _noted(row, n):
    if row.is_held_too_long():
        yield Mark(_("hold is over"), _("The day until which it was put on hold has passed."), "warn")
    if row.is_held():
        until = timezone.localtime(row.held_until).strftime("%H:%M")
        yield Mark(_("undo until %s") % until, _("Nobody outside knows of this decision before that."), "note")
    if row.call.is_sensitive and row.first_key_by_id and row.first_key_revision_id == row.revision_id:
        yield Mark(_("one of two"), _("One colleague has accepted it. A second one has to."), "note")
    elif row.call.is_sensitive:
        yield Mark(_("two accept"), _("The call is sensitive: two different people have to accept."), "note")
    if row.call.languages and row.language not in row.call.languages:
        takes = ", ".join(row.call.language_names)
        yield Mark(row.get_language_display(), _("Not a language of the call, which takes: %s.") % takes, "note")
    if n > 1:
        yield Mark(_("round %d") % n, _("It came back after changes that we had asked for."))
    if row.is_unconfirmed:
        yield Mark(_("unconfirmed"), _("The address was not confirmed."))
