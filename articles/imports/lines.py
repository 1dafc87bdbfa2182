"""The lines of a report, kept in the database while an import goes on, so that staff can look and nothing is lost.

What an interrupted run had written is unchanged to the one that takes it up; its lines still say that it came.
"""

from articles.imports import pieces, report
from articles.imports.addresses import source_key
from articles.models import ArticleEvent, Imported, ImportLine

BATCH = 500
NO_UPLOADS = ("as no --uploads were given", "as no ZIP with pictures came along")  # the command's words, and the desk's


class Lines:
    """Takes the ImportRun and the Import that does it. Lines of an earlier, broken try are kept as far as they hold."""

    def __init__(self, run, work):
        self.run, self.work = run, work
        self.written = 0
        earlier = run.lines.all()
        if work.dry_run:
            earlier.delete()
            self.kept, self.came = set(), {}
        else:
            earlier.exclude(outcome__in=ImportLine.WRITTEN).delete()
            self.kept = set(earlier.values_list("key", flat=True))
            self.came = _came_since(run.begun_at)

    @property
    def is_resumed(self):
        """Did an earlier try write something?"""
        return bool(self.kept or self.came)

    def write(self, *, at_once=False):
        """Keep the lines that the report got since the last call."""
        new = self.work.report.lines[self.written :]
        if self.work.dry_run and len(new) < BATCH and not at_once:
            return
        self.written += len(new)
        ImportLine.objects.bulk_create([row for row in map(self._row, new) if row])

    def _row(self, line):
        known = self.work.known.get(self.work.known.key(line.key)) if line.key else None
        outcome = line.outcome
        if outcome == report.UNCHANGED:
            if line.key in self.kept:
                return None
            outcome = self.came.get(known and (known.article_id, known.page_id, known.image_id), outcome)
        return ImportLine(
            run=self.run,
            outcome=outcome,
            key=line.key[:250],
            type=line.type[:20],
            title=line.title[:500],
            old_address=line.old_address[:500],
            address=line.address[:500],
            reason=line.reason[:500],
            notes=[note.replace(*NO_UPLOADS) for note in line.notes],
            article_id=known and known.article_id,
            page_id=known and known.page_id,
        )


def _came_since(begun_at):
    """What this import has written already, perhaps without a line: {(article, page, image id): outcome}."""
    events = ArticleEvent.objects.filter(action="import")
    now = set(events.filter(at=begun_at).values_list("article_id", flat=True))
    before = set(events.filter(at__lt=begun_at, article__in=now).values_list("article_id", flat=True))
    came = {(pk, None, None): report.UPDATED if pk in before else report.IMPORTED for pk in now}
    for row in Imported.objects.filter(page__updated_at__gte=begun_at).select_related("page"):
        if row.mark == pieces.mark_of(row.page):
            came[None, row.page_id, None] = report.IMPORTED
    pictures = Imported.objects.filter(image__created_at__gte=begun_at).values_list("image_id", flat=True)
    return came | {(None, None, pk): report.IMPORTED for pk in pictures}


def pictures_of(site, *, since):
    """How many pictures of this site came into the library since then."""
    rows = Imported.objects.filter(source_key__startswith=source_key(site, ""), image__created_at__gte=since)
    return rows.count()
