"""What of the frame goes along in an export, and what of Django stays."""

from django.contrib.auth.hashers import make_password

from ccsis.exports.kinds import Left, LeftOut, Rows


def no_password():
    return make_password(None)


PARTS = [
    Rows("auth.Group", made_by_setup=True),
    Rows(
        "ccsis.User",
        fields={
            "password": Left("a secret; each sets a new one by letter", no_password),
            "last_login": Left("tells when somebody worked, and no page needs it"),
            "session_version": Left("counts the ends of sessions, and no session goes along", 0),
        },
    ),
    Rows("ccsis.SiteSettings", made_by_setup=True),
    Rows("ccsis.SiteLink"),
    Rows("ccsis.Redirect"),
    LeftOut("ccsis.MissingAddress", "counts what readers of this site looked for in vain"),
    LeftOut("ccsis.Letter", "holds addresses and words to people, and what waits here must not be sent from there too"),
    LeftOut("ccsis.SecurityEvent", "tells of what was done here, and a log that can be read in proves nothing"),
    LeftOut("account.EmailAddress", "not used here: the address stands in the account"),
    LeftOut("account.EmailConfirmation", "not used here: an account begins with a letter"),
    LeftOut("mfa.Authenticator", "secrets that open accounts; each sets up a new second factor"),
    LeftOut("ccsis.Change", "tells running processes what to make anew, and is forgotten within the hour"),
    LeftOut("auth.Permission", "comes from the program; a right is written by its name, as app.right"),
    LeftOut("contenttypes.ContentType", "comes from the program"),
    LeftOut("sessions.Session", "opens the desk to whoever has it; everybody logs in anew"),
    LeftOut("admin.LogEntry", "tells of clicks by numbers that mean other things elsewhere; history stands in events"),
    LeftOut("taggit.Tag", "not used here: our tags are articles.Tag"),
    LeftOut("taggit.TaggedItem", "not used here: our tags are articles.TaggedArticle"),
]
