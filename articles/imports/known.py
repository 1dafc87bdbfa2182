"""What came before: the rows by which things of the old site are known again, asked one by one."""

from articles.imports.addresses import source_key
from articles.models import Imported


class Known:
    """The rows of Imported of one site. `get` gives the row of a key, or None; the last one asked for is kept."""

    def __init__(self, site):
        self.site = site
        self.last = {}

    def key(self, name):
        """The key of a thing there: its number, or author:<login>, or uploads/<path>."""
        return source_key(self.site, name)

    def get(self, key):
        if key not in self.last:
            rows = Imported.objects.select_related("article", "page")
            self.last = {key: rows.filter(source_key=key).first()}
        return self.last[key]

    def person(self, key):
        """The person that came under this key and is still here, or None."""
        row = Imported.objects.filter(source_key=key).select_related("person").first()
        return row.person if row else None

    def forget(self):
        self.last = {}

    def remember(self, key, **defaults):
        """Keep what came under this key. Gives the row."""
        self.forget()
        return Imported.objects.update_or_create(source_key=key, defaults=defaults)[0]
