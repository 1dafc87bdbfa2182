"""What a flag means: one sentence for each code, with what was found. Flags are raised in submissions.form.intake."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

SENTENCES = {
    "trap": L("A field that people do not see was filled in."),
    "hurry": L("It was sent %(seconds)s seconds after the form was opened."),
    "link_in_name": L("A web address stands where a name should stand: %(where)s."),
    "disposable": L("The address is of a kind that is thrown away: %(domain)s."),
    "repeated": L("The same text came before, as %(references)s."),
    "many_links": L("There are %(links)s links among %(words)s words."),
    "no_proof": L("The browser did not do the small reckoning that people’s browsers do by themselves."),
    "like_staff": L("The name looks like that of a member of staff: %(name)s."),
    "like_contributor": L("The name looks like that of somebody whose work we published: %(name)s."),
    "near_duplicate": L("It shares much with another text; see below."),
    "mixed_scripts": L("A word of the name is spelled with letters of more than one script."),
}


def sentence(flag):
    """What a moderator reads of a Flag; a code that is no longer raised is shown as it is."""
    if flag.code == flag.STAFF:
        return flag.text
    words = SENTENCES.get(flag.code)
    if words is None:
        return flag.code
    try:
        return str(words) % flag.evidence
    except KeyError:  # raised by an older version, with less in it
        return _("Something was found of the kind “%s”.") % flag.code
