from articles.models.article import Article, Byline, Hold, Kind, Note, NumberCounter, RelatedPick
from articles.models.home import Disclaimer, Home, HomePick, Page
from articles.models.images import Image
from articles.models.import_runs import ImportLine, ImportRun
from articles.models.imports import Imported
from articles.models.people import Person, Role
from articles.models.publication import Credit, Notice, Publication
from articles.models.reliefs import Relief
from articles.models.revision import ArticleEvent, Correction, Revision
from articles.models.taxonomy import Region, Series, Tag, TaggedArticle, Topic

__all__ = [
    "Article",
    "ArticleEvent",
    "Byline",
    "Correction",
    "Credit",
    "Disclaimer",
    "Hold",
    "Home",
    "HomePick",
    "Image",
    "ImportLine",
    "ImportRun",
    "Imported",
    "Kind",
    "Note",
    "Notice",
    "NumberCounter",
    "Page",
    "Person",
    "Publication",
    "Region",
    "RelatedPick",
    "Relief",
    "Revision",
    "Role",
    "Series",
    "Tag",
    "TaggedArticle",
    "Topic",
]
