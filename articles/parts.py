"""What hangs on a piece besides its own row: names, notes, lists, picks. Read together and written together."""

from dataclasses import dataclass, field

from articles import citing
from articles.models import Article, Byline, Note, Source, TaggedArticle


@dataclass
class Parts:
    """Rows in their order, and the ids of the pieces that were picked to be read next."""

    topics: list = field(default_factory=list)
    regions: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    bylines: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    sources: list = field(default_factory=list)
    picks: list = field(default_factory=list)
    documents: list = field(default_factory=list)

    @classmethod
    def of(cls, article):
        """What hangs on a piece now, in one query each."""
        return cls(
            topics=list(article.topics.all()),
            regions=list(article.regions.all()),
            tags=list(article.tags.all()),
            bylines=list(article.bylines.select_related("person")),
            notes=list(article.notes.select_related("source")),
            sources=list(article.sources.all()),
            picks=list(article.picks.values_list("to_id", flat=True)),
            documents=list(article.documents.at_the_desk()),
        )

    def texts_of_notes(self):
        """The notes as readers see them: what they cite, the place in it, their words."""
        return [{"key": note.key, "text": citing.note_html(note)} for note in self.notes]

    def plain_sources(self):
        return [citing.plain(source) for source in self.sources]

    def replace_on(self, article):
        """Write it all in the place of what hangs there, except for the picks, which are an editor's."""
        article.bylines.all().delete()
        article.notes.all().delete()
        Byline.objects.bulk_create(_in_order(self.bylines, article))
        Note.objects.bulk_create(_in_order(self.notes, article))
        article.topics.set(self.topics)
        article.regions.set(self.regions)
        article.tags.set(self.tags)


def hang_on(pairs):
    """Write (article, parts) for articles that have nothing yet. Bylines, sources and notes are new rows, in order."""
    pairs = list(pairs)
    Source.objects.bulk_create(row for article, parts in pairs for row in _in_order(parts.sources, article))
    Byline.objects.bulk_create(row for article, parts in pairs for row in _in_order(parts.bylines, article))
    Note.objects.bulk_create(row for article, parts in pairs for row in _in_order(parts.notes, article))
    join(Article.topics.through, ((article, parts.topics) for article, parts in pairs))
    join(Article.regions.through, ((article, parts.regions) for article, parts in pairs))
    TaggedArticle.objects.bulk_create(
        TaggedArticle(tag=tag, content_object=article) for article, parts in pairs for tag in parts.tags
    )


def join(through, pairs):
    """Write the rows between each row and its list of others, where there are none yet; takes (row, others)."""
    own, other = (field.attname for field in through._meta.fields if field.is_relation)
    through.objects.bulk_create(through(**{own: row.pk, other: each.pk}) for row, others in pairs for each in others)


def _in_order(rows, article):
    for place, row in enumerate(rows, start=1):
        row.article, row.position = article, place
    return rows
