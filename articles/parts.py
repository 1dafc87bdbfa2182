"""What hangs on a piece besides its own row: names, notes, lists, picks. Read together and written together."""

from dataclasses import dataclass, field

from articles.models import Byline, Note, TaggedArticle


@dataclass
class Parts:
    """Rows in their order, and the ids of the pieces that were picked to be read next."""

    topics: list = field(default_factory=list)
    regions: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    bylines: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    picks: list = field(default_factory=list)

    @classmethod
    def of(cls, article):
        """What hangs on a piece now, in one query each."""
        return cls(
            topics=list(article.topics.all()),
            regions=list(article.regions.all()),
            tags=list(article.tags.all()),
            bylines=list(article.bylines.select_related("person")),
            notes=list(article.notes.all()),
            picks=list(article.picks.values_list("to_id", flat=True)),
        )

    def texts_of_notes(self):
        return [{"key": note.key, "text": note.text} for note in self.notes]

    def hang_on(self, article):
        """Write it all for a piece that has nothing yet. Bylines and notes are new rows, in their order."""
        self._write_own(article)
        for name in ("topics", "regions"):
            if rows := getattr(self, name):
                getattr(article, name).add(*rows)
        TaggedArticle.objects.bulk_create(TaggedArticle(tag=tag, content_object=article) for tag in self.tags)

    def replace_on(self, article):
        """Write it all in the place of what hangs there, except for the picks, which are an editor's."""
        article.bylines.all().delete()
        article.notes.all().delete()
        self._write_own(article)
        article.topics.set(self.topics)
        article.regions.set(self.regions)
        article.tags.set(self.tags)

    def _write_own(self, article):
        for model, rows in ((Byline, self.bylines), (Note, self.notes)):
            for place, row in enumerate(rows, start=1):
                row.article, row.position = article, place
            model.objects.bulk_create(rows)
