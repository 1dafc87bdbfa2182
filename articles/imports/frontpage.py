"""What was sticky there begins the home page here, where no editor has arranged it yet. Done once."""

from django.db import transaction

from articles.models import Home, HomePick, Imported
from ccsis.html import plain_text

MOST = 4  # the lead and the picks below it
KEY = "home"


class FrontPage:
    """Takes what is known of the old site, and whether nothing may be written."""

    def __init__(self, known, *, dry_run):
        self.known = known
        self.dry_run = dry_run
        self.sticky = []  # (title, key) of public pieces, in the order of their dates

    def notice(self, plan):
        """A public piece that stands here; the newest sticky ones are kept in mind."""
        if plan.entry.is_sticky and plan.entry.type == "post":
            self.sticky = [*self.sticky, (plain_text(plan.entry.title), plan.key)][-MOST:]

    def arrange(self):
        """Put the newest first. Gives a sentence for the report, or an empty string."""
        newest = self.sticky[::-1]
        if not newest or Imported.objects.filter(source_key=self.known.key(KEY)).exists():
            return ""
        titles = ", ".join(f"“{title}”" for title, _key in newest)
        if self._is_arranged():
            return f"Sticky there, but the home page here is arranged already: {titles}."
        if not self.dry_run:
            self._arrange([key for _title, key in newest])
        return f"The home page begins with what was sticky there: {titles}."

    def _is_arranged(self):
        home = Home.objects.filter(pk=1).first()
        return home is not None and (home.lead_id is not None or home.picks.exists())

    @transaction.atomic
    def _arrange(self, keys):
        rows = dict(Imported.objects.filter(source_key__in=keys).values_list("source_key", "article"))
        pieces = [rows[key] for key in keys if rows.get(key)]
        home = Home.load()
        home.lead_id = pieces[0] if pieces else None
        home.save()
        HomePick.objects.bulk_create(
            HomePick(home=home, article_id=pk, position=place) for place, pk in enumerate(pieces[1:], start=1)
        )
        self.known.remember(self.known.key(KEY))
