"""What of the submissions goes along in an export. Contact data does so only where it is asked for.

By default a contributor's name does, as far as it may be printed; what stands in files and unsent drafts does not.
"""

from ccsis.exports.kinds import Contact, Left, LeftOut, Rows


def hidden_name(person):
    """A name that its owner does not want to be printed is for those alone who may see contact data."""
    if person.has_open_name:
        return {}
    return dict.fromkeys(["full_name", "native_name", "title", "affiliation"], "")


PARTS = [
    Rows("submissions.Call", made_by_setup=True),
    Rows("submissions.Question"),
    Rows("submissions.CannedReply"),
    Rows(
        "submissions.Submission",
        fields={"compared_revision": Left("the worker compares the texts again", None)},
    ),
    Rows("submissions.Revision"),
    Rows(
        "submissions.Contributor",
        fields={
            "email": Contact(),
            "email_folded": Contact(),
            "mailbox": Contact(),
            "phone": Contact(),
            "answers": Contact(dict),
            "contact_words": Contact(),
        },
        hide=hidden_name,
    ),
    Rows("submissions.Searched"),
    Rows("submissions.CoAuthor", fields={"email": Contact()}, hide=hidden_name),
    Rows("submissions.Draft", contact_only=True),
    Rows("submissions.Attachment", files={"name": "attachments", "shown_name": "attachments"}, contact_only=True),
    Rows("submissions.Flag"),
    Rows("submissions.Consent"),
    Rows("submissions.Credit"),
    Rows("submissions.Event"),
    Rows("submissions.Reason"),
    Rows("submissions.Point"),
    Rows("submissions.Message"),
    Rows("submissions.Comment"),
    Rows("submissions.Recusal"),
    Rows("submissions.Look"),
    Rows("submissions.Erasure"),
    Rows("submissions.DigestWish"),
    LeftOut("submissions.Shingle", "made again of the texts by the worker"),
    LeftOut("submissions.Indexed", "says how far the worker has come"),
    LeftOut("submissions.Link", "opens a private page to whoever has it; a new one is mailed to who asks"),
]
