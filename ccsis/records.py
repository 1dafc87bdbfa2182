"""Rows that are written once and then only read: revisions and events."""

from django.db import models


class AppendOnly(Exception):
    """Somebody tried to change a row that may only be added."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **changes):
        raise AppendOnly(f"{self.model.__name__} rows are never changed.")

    def delete(self):
        raise AppendOnly(f"{self.model.__name__} rows are never deleted.")

    def erase(self):
        """Delete after all: only where a person's own words are erased. Gives how many."""
        return super().delete()[0]


class AppendOnlyModel(models.Model):
    """A model whose rows can be added and read, not changed or deleted one by one.

    They do go when the row that they belong to goes: the database's cascade is not asked here.
    """

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly(f"{type(self).__name__} rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly(f"{type(self).__name__} rows are never deleted.")
