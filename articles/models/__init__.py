from articles.models.article import Article, Kind, NumberCounter, Republication
from articles.models.attached import Byline, Hold, Note, RelatedPick, Source
from articles.models.desk import (
    Assignment,
    Calendar,
    CalendarKey,
    CheckedLink,
    CheckRule,
    Comment,
    EventNote,
    Presence,
    PreviewApproval,
    PreviewLink,
    PreviewLook,
    RevisionName,
    Term,
    WorkingCopy,
)
from articles.models.documents import Document
from articles.models.filed import Filed, ImportantPiece, Tally
from articles.models.home import Disclaimer, Home, HomePick, Page
from articles.models.images import Image, Rendition
from articles.models.import_runs import ImportLine, ImportRun
from articles.models.imports import Imported
from articles.models.knowing import Confidence, SourceKind
from articles.models.people import Person, Role
from articles.models.printouts import Printout
from articles.models.publication import Credit, Notice, Publication
from articles.models.reliefs import Relief
from articles.models.revision import ArticleEvent, Correction, Revision
from articles.models.searched import NameGroup, Searched, Word
from articles.models.taxonomy import Region, Series, Tag, TaggedArticle, Topic

__all__ = [
    "Article",
    "ArticleEvent",
    "Assignment",
    "Byline",
    "Calendar",
    "CalendarKey",
    "CheckRule",
    "CheckedLink",
    "Comment",
    "Confidence",
    "Correction",
    "Credit",
    "Disclaimer",
    "Document",
    "EventNote",
    "Filed",
    "Hold",
    "Home",
    "HomePick",
    "Image",
    "ImportLine",
    "ImportRun",
    "ImportantPiece",
    "Imported",
    "Kind",
    "NameGroup",
    "Note",
    "Notice",
    "NumberCounter",
    "Page",
    "Person",
    "Presence",
    "PreviewApproval",
    "PreviewLink",
    "PreviewLook",
    "Printout",
    "Publication",
    "Region",
    "RelatedPick",
    "Relief",
    "Rendition",
    "Republication",
    "Revision",
    "RevisionName",
    "Role",
    "Searched",
    "Series",
    "Source",
    "SourceKind",
    "Tag",
    "TaggedArticle",
    "Tally",
    "Term",
    "Topic",
    "Word",
    "WorkingCopy",
]
