"""What came before: the rows by which things of the old site are known again, asked one by one."""

from articles.imports.addresses import source_key
from articles.models import Imported


class Known:
    """The rows of Imported of one site. `get` gives the row of a key, or None; the last one asked for is kept.

    Which keys there are is read once: most things of a first import are new, and nobody is asked about them.
    """

    def __init__(self, site):
        self.site = site
        ours = Imported.objects.filter(source_key__startswith=source_key(site, ""))
        self.keys = set(ours.values_list("source_key", flat=True).iterator())
        self.last = {}
        self.people = {}  # key -> the person that came under it

    def key(self, name):
        """The key of a thing there: its number, or author:<login>, or uploads/<path>."""
        return source_key(self.site, name)

    def get(self, key):
        if key not in self.keys:
            return None
        if key not in self.last:
            rows = Imported.objects.select_related("article", "page")
            self.last = {key: rows.filter(source_key=key).first()}
        return self.last[key]

    def learn(self, rows):
        """These rows were written just now."""
        self.last = {row.source_key: row for row in rows}
        self.keys.update(self.last)

    def person(self, key):
        """The person that came under this key and is still here, or None."""
        if key not in self.keys:
            return None
        if key not in self.people:
            row = Imported.objects.filter(source_key=key).select_related("person").first()
            self.people[key] = row.person if row else None
        return self.people[key]

    def forget(self):
        """Ask anew: what was written just now was taken back, or somebody else changes these rows at the same time."""
        self.last, self.people = {}, {}

    def remember(self, key, **defaults):
        """Keep what came under this key."""
        row = Imported.objects.update_or_create(source_key=key, defaults=defaults)[0]
        self.people.pop(key, None)
        self.learn([row])
