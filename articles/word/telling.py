"""What came of a document, in words: what was left out and where, what was guessed, how much it is."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L
from django.utils.translation import ngettext, ngettext_lazy

from ccsis.scripts import LANGUAGE_NAMES

LONGEST_TITLE = 250
SHORT = 60  # characters of the words that tell a place
# By the codes of articles.word.log: what it is, how many, and what became of it.
LEFT_OUT = {
    "text box": (L("Text box"), ngettext_lazy("%d text box", "%d text boxes"), ""),
    "equation": (L("Equation"), ngettext_lazy("%d equation", "%d equations"), ""),
    "smartart": (L("SmartArt"), ngettext_lazy("%d SmartArt", "%d SmartArts"), L("Save it as a picture.")),
    "chart": (L("Chart"), ngettext_lazy("%d chart", "%d charts"), L("Save it as a picture, or type its table.")),
    "drawing": (L("Drawing"), ngettext_lazy("%d drawing", "%d drawings"), L("Save it as a picture.")),
    "object": (L("Embedded object"), ngettext_lazy("%d embedded object", "%d embedded objects"), ""),
    "embedded text": (L("Embedded document"), ngettext_lazy("%d embedded document", "%d embedded documents"), ""),
    "contents": (L("Table of contents"), ngettext_lazy("%d table of contents", "%d tables of contents"),
                 L("The page makes its own.")),
    "hidden": (L("Hidden text"), ngettext_lazy("%d hidden text", "%d hidden texts"), ""),
    "symbol": (L("Sign that no font here has"), ngettext_lazy("%d unknown sign", "%d unknown signs"), ""),
    "citation": (L("Citation of a program"), ngettext_lazy("%d citation", "%d citations"), L("Its words stay.")),
    "field": (L("Field"), ngettext_lazy("%d field", "%d fields"), L("Its words stay as they stood.")),
    "page number": (L("Page number"), ngettext_lazy("%d page number", "%d page numbers"), ""),
    "colour": (L("Coloured words"), ngettext_lazy("%d colour", "%d colours"), L("The words stay.")),
    "highlight": (L("Highlighted words"), ngettext_lazy("%d highlighting", "%d highlightings"), L("The words stay.")),
    "page header": (L("Page header"), ngettext_lazy("%d page header", "%d page headers"), ""),
    "page footer": (L("Page footer"), ngettext_lazy("%d page footer", "%d page footers"), ""),
    "table inside": (L("Table inside a table"), ngettext_lazy("%d table in a table", "%d tables in tables"),
                     L("Its words stay.")),
    "link": (L("Link that leads nowhere"), ngettext_lazy("%d link", "%d links"), L("Its words stay.")),
    "picture": (L("Picture"), ngettext_lazy("%d picture", "%d pictures"), ""),
    "picture elsewhere": (L("Picture outside the file"), ngettext_lazy("%d linked picture", "%d linked pictures"),
                          L("Insert it in Word, or upload it here.")),
    "picture in a note": (L("Picture in a note"), ngettext_lazy("%d picture in a note", "%d pictures in notes"), ""),
    "picture lost": (L("Picture missing in the file"), ngettext_lazy("%d lost picture", "%d lost pictures"), ""),
    "too many pictures": (L("Picture beyond the hundredth"), ngettext_lazy("%d more picture", "%d more pictures"), ""),
}  # fmt: skip


def left_out(entries):
    """Each entry of a log as {"what", "detail", "remark", "place"}."""
    return [
        {
            "what": str(LEFT_OUT[entry["code"]][0]),
            "detail": entry["detail"],
            "remark": entry.get("remark") or str(LEFT_OUT[entry["code"]][2]),
            "place": place(entry),
        }
        for entry in entries
    ]


def place(entry):
    """Where something stood, by the nearest words."""
    if entry["part"]:
        return _("in the note “%s”") % _short(entry["words"])
    if entry["heading"] and entry["heading"] != entry["words"]:
        return _("under “%(heading)s”, near “%(words)s”") % {
            "heading": _short(entry["heading"]),
            "words": _short(entry["words"]),
        }
    return _("near “%s”") % _short(entry["words"]) if entry["words"] else ""


def sums(codes):
    """How many of each were left out: “2 text boxes, 1 chart”."""
    return ", ".join(str(LEFT_OUT[code][1] % count) for code, count in sorted(Counter(codes).items()))


def changes(counts):
    """Sentences on tracked changes and comments."""
    told = []
    added, gone = counts.get("insertions", 0), counts.get("deletions", 0)
    if added:
        words = ngettext(
            "%d tracked insertion is part of the text now.", "%d tracked insertions are part of the text now.", added
        )
        told.append(words % added)
    if gone:
        words = ngettext("%d tracked deletion is gone for good.", "%d tracked deletions are gone for good.", gone)
        told.append(words % gone)
    if counts.get("comments"):
        words = ngettext(
            "%d comment stays in the document, and did not come.",
            "%d comments stay in the document, and did not come.",
            counts["comments"],
        )
        told.append(words % counts["comments"])
    return told


TITLE_FROM = {
    "style": L("It bears the style “Title”."),
    "heading": L("It is the first heading, and the only one of its level."),
    "property": L("It stands in the properties of the document."),
    "line": L("It is the first line. Look whether it is a title."),
    "file": L("The document has none, so this is the name of the file. Write one."),
}
STANDFIRST_FROM = {
    "style": L("It bears a style of its own."),
    "emphasis": L("The first paragraph is set off from the text. Look whether it is meant so."),
    "property": L("It stands in the properties of the document."),
}


def about_language(code, tag, is_doubtful):
    """Why this language, in a sentence."""
    name = LANGUAGE_NAMES[code]
    if is_doubtful:
        return _("%(name)s, by its letters. The document says “%(tag)s” of itself.") % {"name": name, "tag": tag}
    if tag:
        return _("%s, as the document says of itself.") % name
    return _("%s. The document does not say; look whether it is so.") % name


def guesses(shaped):
    """Sentences on what the document does not say and we took it for."""
    told = []
    if shaped.bold_headings:
        told.append(
            ngettext(
                "%d bold line is a heading now, as no heading was marked.",
                "%d bold lines are headings now, as no heading was marked.",
                shaped.bold_headings,
            )
            % shaped.bold_headings
        )
    told += [_("“%s” stood at a table or a picture and is its caption now.") % line for line in shaped.captions_guessed]
    if len(shaped.front.title) > LONGEST_TITLE:
        told.append(
            _("The title was longer than a title may be. This was cut off: “%s”.") % shaped.front.title[LONGEST_TITLE:]
        )
    if shaped.front.marks:
        told.append(_("A note of the title, or of what stood beside it, has its mark in the first paragraph now."))
    return told


def about_picture(row):
    """Sentences on a picture that came: what an editor has to add or look at."""
    told = []
    if not row["alt"]:
        told.append(_("has no text for those who cannot see it"))
    if row["cut"]:
        told.append(_("was cut in Word and is whole here"))
    return told


def line(report):
    """One line on a document that was looked at, for the command."""
    parts = [
        f"“{report['title']}”",
        ngettext("%d word", "%d words", report["words"]) % report["words"],
        ngettext("%d note", "%d notes", report["notes"]) % report["notes"],
        ngettext("%d picture", "%d pictures", report["pictures"]) % report["pictures"],
    ]
    if report["sums"]:
        parts.append(_("left out: %s") % report["sums"])
    if report["counts"].get("insertions") or report["counts"].get("deletions"):
        parts.append(_("tracked changes accepted"))
    if comments := report["counts"].get("comments"):
        parts.append(ngettext("%d comment dropped", "%d comments dropped", comments) % comments)
    return " · ".join(parts)


def _short(words):
    return words if len(words) <= SHORT else f"{words[:SHORT].rsplit(' ', 1)[0]} …"
