"""What a flag means: one sentence for each code, with what was found. Flags are raised in submissions.form.intake."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from ccsis.html import plain_text
from ccsis.scripts import LANGUAGE_NAMES, main_script

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

SCRIPTS = {
    "ARABIC": L("Arabic"),
    "ARMENIAN": L("Armenian"),
    "CYRILLIC": L("Cyrillic"),
    "GEORGIAN": L("Georgian"),
    "GREEK": L("Greek"),
    "HEBREW": L("Hebrew"),
    "LATIN": L("Latin"),
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


# Read when they are shown, for the call and the text may change


def about_language(submission):
    """Sentences on a language that the call does not take, and on a text that is written in other letters."""
    named, call = submission.get_language_display(), submission.call
    if call.languages and submission.language not in call.languages:
        takes = ", ".join(call.language_names)
        yield _("It is in %(language)s; the call takes %(takes)s.") % {"language": named, "takes": takes}
    script = main_script(plain_text(submission.revision.html)) if submission.revision else ""
    if script and script != main_script(LANGUAGE_NAMES.get(submission.language, "")):
        letters = SCRIPTS.get(script, script.capitalize())
        yield _("It is said to be in %(language)s, and most of its letters are %(letters)s.") % {
            "language": named,
            "letters": letters,
        }
