"""What of the articles goes along in an export: all of it."""

from articles import body
from articles.page_check import is_ours
from ccsis.exports.kinds import Left, LeftOut, Rows
from ccsis.html import POLICY


def trust_no_page(publication):
    """A page that came from outside would be shown as it is, so one that we did not write is made anew.

    One that an older allow-list cleaned is made anew whenever it is shown, and may stay.
    """
    if publication.page_policy < POLICY or (publication.page_policy == POLICY and is_ours(publication.page)):
        return ""
    page = body.render(publication.body, publication.notes, publication.language)
    publication.page, publication.page_policy, publication.headings = page.html, page.policy, page.headings
    return "pages were made anew from their texts, because they held what this site does not write"


def _drawn(field):
    """A field that names a relief: its file goes along if there is one, else it is drawn when somebody asks for it."""
    return {"files": {field: "media"}, "made_again": (field,)}


RENDITIONS_AGAIN = {
    "renditions_at": Left("the worker makes them again"),
    "renditions_tries": Left("the worker begins anew", 0),
    "renditions_held_until": Left("belongs to a worker of this site"),
}
COVER_AGAIN = {
    "cover": Left("the worker draws it again", ""),
    "cover_width": Left("the worker draws it again", 0),
    "cover_height": Left("the worker draws it again", 0),
    "cover_tries": Left("the worker begins anew", 0),
    "cover_held_until": Left("belongs to a worker of this site"),
}
INDEXED_AGAIN = {"is_indexed": Left("the worker takes it into the index of search", False)}
SHARED_AGAIN = {
    "share_image": Left("the worker draws it again", ""),
    "share_tries": Left("the worker begins anew", 0),
    "share_held_until": Left("belongs to a worker of this site"),
}

PARTS = [
    Rows("articles.Image", fields=RENDITIONS_AGAIN),  # first: the pages of publications show them
    Rows("articles.Person", made_by_setup=True),
    Rows("articles.Topic", made_by_setup=True),
    Rows("articles.Region", made_by_setup=True),
    Rows("articles.Series"),
    Rows("articles.NameGroup", made_by_setup=True),
    Rows("articles.Tag"),
    Rows("articles.Relief", **_drawn("name")),
    Rows("articles.Article", **_drawn("relief")),
    Rows("articles.TaggedArticle"),
    Rows("articles.Byline"),
    Rows("articles.Source"),
    Rows("articles.Note"),
    Rows("articles.RelatedPick"),
    Rows("articles.Hold"),
    Rows("articles.Document", fields=COVER_AGAIN, files={"file": "documents"}),
    Rows("articles.NumberCounter"),
    Rows("articles.Revision"),
    Rows("articles.Correction"),
    Rows("articles.RevisionName"),
    Rows("articles.ArticleEvent"),
    Rows("articles.EventNote"),
    Rows("articles.Assignment"),
    Rows("articles.PreviewLink"),
    Rows("articles.PreviewLook"),
    Rows("articles.PreviewApproval"),
    Rows("articles.Comment"),
    Rows("articles.CheckRule"),
    Rows("articles.Term"),
    Rows("articles.Publication", **_drawn("relief"), fields=SHARED_AGAIN | INDEXED_AGAIN, check_in=trust_no_page),
    Rows("articles.Credit"),
    Rows("articles.Notice"),
    Rows("articles.Home", made_by_setup=True),
    Rows("articles.HomePick"),
    Rows("articles.ImportantPiece"),
    Rows("articles.Page", made_by_setup=True),
    Rows("articles.Disclaimer", made_by_setup=True),
    Rows("articles.Imported"),
    LeftOut("articles.Rendition", "is made again from its picture"),
    LeftOut("articles.Searched", "is made again from the publications, for the database that is at hand"),
    LeftOut("articles.Word", "is made again from the publications"),
    LeftOut("articles.Printout", "is made again when it is asked for"),
    LeftOut("articles.Filed", "is counted again from the publications"),
    LeftOut("articles.Tally", "is counted again from the publications"),
    LeftOut("articles.WorkingCopy", "belongs to a form that is open in somebody's browser"),
    LeftOut("articles.Presence", "says who is at a piece this minute"),
    LeftOut("articles.CheckedLink", "is found again by the next check"),
    LeftOut("articles.CalendarKey", "opens a calendar on this site only"),
    LeftOut("articles.ImportRun", "works with files on this machine; what it brought is known by articles.Imported"),
    LeftOut("articles.ImportLine", "belongs to an ImportRun"),
]
