"""The checklist before publishing: what must or should be in order, by the type of the piece.

    failures(article) -> [Failure]     everything that is amiss, the required first
    obstacles(article) -> [sentence]   what of it keeps the piece from being published

An item is off, recommended or required. What is required is asked in the moves that people make (articles.publishing),
whatever page they come from. Without a row of CheckRule the default below holds; few items are required by it, so that
a short notice can be published in a minute.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as L

from articles import check_items
from articles.models import CheckRule, Kind

OFF, RECOMMENDED, REQUIRED = (level.value for level in CheckRule.Level)
LONG_READS = (Kind.ANALYSIS, Kind.BRIEF, Kind.REPORT)


@dataclass(frozen=True)
class Item:
    """One line of the checklist. `level` is its default; `only` names the types that it is asked of by default.

    What is fixed is required of every piece, and no rule changes that.
    """

    code: str
    label: str
    level: str = RECOMMENDED
    only: tuple = tuple(Kind)
    is_fixed: bool = False

    def default(self, kind):
        return self.level if kind in self.only else OFF


NOT_NOTICES = tuple(kind for kind in Kind if kind != Kind.ANNOUNCEMENT)
ITEMS = (
    Item("title", L("Title"), REQUIRED, is_fixed=True),
    Item("text", L("Text"), REQUIRED, is_fixed=True),
    Item("title_length", L("Length of the title")),
    Item("standfirst", L("Standfirst"), only=NOT_NOTICES),
    Item("standfirst_length", L("Length of the standfirst"), only=NOT_NOTICES),
    Item("key_points", L("Key points or the three questions"), only=LONG_READS),
    Item("recommendations", L("Recommendations that name somebody")),
    Item("provenance", L("How we know"), OFF),
    Item("confidence", L("How surely it is assessed")),
    Item("lead_image", L("Lead image"), OFF),
    Item("lead_image_alt", L("Text for the lead image"), REQUIRED),
    Item("lead_image_credit", L("Credit of the lead image"), REQUIRED),
    Item("image_alt", L("Text for every picture"), REQUIRED),
    Item("heading_order", L("Order of headings")),
    Item("empty_headings", L("No empty headings")),
    Item("fake_headings", L("No bold lines for headings")),
    Item("table_headers", L("Headed tables")),
    Item("link_texts", L("Links that say where they lead")),
    Item("inside_links", L("No dead links to our own pages"), REQUIRED),
    Item("unpublished_links", L("No links to what is not public")),
    Item("notes", L("Notes with text, marks with notes"), REQUIRED),
    Item("unused_notes", L("No notes without a mark")),
    Item("placeholders", L("Nothing to be filled in, like [TK]"), REQUIRED),
    Item("banned_terms", L("No term that we do not use"), REQUIRED),
    Item("required_terms", L("Terms that must be used"), REQUIRED),
    Item("topic", L("Topic"), only=NOT_NOTICES),
    Item("region", L("Region"), only=NOT_NOTICES),
    Item("byline", L("Byline")),
    Item("disclaimer", L("Disclaimer")),
    Item("funding", L("Who paid for it"), only=(Kind.BRIEF, Kind.REPORT)),
    Item("comments", L("No open comments")),
)
BY_CODE = {item.code: item for item in ITEMS}


@dataclass(frozen=True)
class Failure:
    """Something that is amiss: the code of its item, how strictly that is asked, a sentence, and where it is."""

    item: str
    level: str
    sentence: str
    place: check_items.Place

    @property
    def is_required(self):
        return self.level == REQUIRED


def levels(kind):
    """{code: level} of every item for pieces of this type, in one query."""
    rules = dict(CheckRule.objects.filter(kind=kind).values_list("item", "level"))
    defaults = {item.code: item.default(kind) for item in ITEMS}
    return defaults | {code: level for code, level in rules.items() if code in BY_CODE and not BY_CODE[code].is_fixed}


def failures(article, parts=None, only=(REQUIRED, RECOMMENDED)):
    """Everything that is amiss with a piece, as Failures, the required ones first.

    `parts`: what hangs on it, where the caller has read it. The piece may be unsaved. `only`: the levels to look at.
    """
    asked = levels(article.kind)
    look = check_items.Look(article, parts)
    found = [
        Failure(item.code, asked[item.code], str(sentence), place)
        for item in ITEMS
        if asked[item.code] in only
        for sentence, place in getattr(check_items, item.code)(look)
    ]
    return sorted(found, key=lambda failure: not failure.is_required)


def obstacles(article, parts=None):
    """What of it keeps the piece from being published: sentences, each once."""
    return list(dict.fromkeys(failure.sentence for failure in failures(article, parts, only=(REQUIRED,))))
