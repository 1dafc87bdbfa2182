"""What lies in the old media library and no piece shows: counted, and its pictures taken where that is wanted."""

from collections import Counter
from pathlib import PurePath

from articles.imports import report
from articles.imports.uploads import save
from articles.pictures import EXTENSIONS


class Library:
    """Takes the Import, and whether pictures that no piece shows are wanted too."""

    def __init__(self, work, *, is_wanted):
        self.work = work
        self.is_wanted = is_wanted

    def finish(self):
        """Go through what no piece asked for, once all pieces are done. Gives sentences for the report."""
        pictures, files = 0, Counter()
        for entry in self.work.export.entries("attachment"):
            kind = PurePath(entry.file or entry.address).suffix.lstrip(".").lower()
            if kind not in EXTENSIONS:
                files[kind[:10] or "without a name"] += 1
            elif entry.id not in self.work.uploads.asked:
                pictures += 1
                if self.is_wanted:
                    self._take(entry)
        if pictures and not self.is_wanted:
            yield f"Pictures that no piece shows, and that stay there: {pictures} (--all-pictures takes them)."
        if files:
            kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(files.items()))
            yield f"Files that are no pictures, and that stay there: {kinds}."

    def _take(self, entry):
        found = self.work.uploads.by_id(entry.id)
        outcome = report.LEFT if found.problem else report.UNCHANGED if found.image_id else report.IMPORTED
        if outcome == report.IMPORTED:
            self.work.new_pictures.add(found.key)
            if not self.work.dry_run:
                save(found)
        self.work.uploads.let_go(is_dry=self.work.dry_run)
        self.work.report.add(outcome, entry, reason=found.problem)
