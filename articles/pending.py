"""What was changed at the desk since readers saw it: the names of what differs, and how many paragraphs."""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as L

from articles import history
from articles.models import Article
from ccsis.compare import compare_html

HANGS_ON = {
    "slug": L("address"),
    "original": L("translation of"),
    "topics": L("topics"),
    "regions": L("regions"),
    "tags": L("tags"),
    "bylines": L("bylines"),
    "notes": L("notes"),
    "sources": L("sources"),
    "picks": L("read next"),
    "documents": L("files"),
}


@dataclass(frozen=True)
class Pending:
    """`fields` are the names of what changed, the text itself apart; `paragraphs` of it; `is_text` where it did."""

    fields: tuple
    paragraphs: int
    is_text: bool
    published_n: int  # the revision that readers see

    @property
    def is_nothing(self):
        return not (self.fields or self.is_text)


def pending(article):
    """The Pending of a piece that was published once, None of another one."""
    published = article.revisions.filter(version__isnull=False).order_by("-version").first()
    if published is None:
        return None
    old, new = published.snapshot, history.snapshot(article)
    before, after = old["fields"], new["fields"]
    fields = [_label(name) for name in after if name != "body" and before.get(name) != after[name]]
    fields += [label for name, label in HANGS_ON.items() if old.get(name, []) != new.get(name, [])]
    changed = [pair for pair in compare_html(before["body"], after["body"]).pairs if pair.is_changed]
    return Pending(
        fields=tuple(str(field) for field in fields),
        # One that was written anew is two pairs: what went and what came.
        paragraphs=max(sum(bool(pair.old) for pair in changed), sum(bool(pair.new) for pair in changed)),
        is_text=before["body"] != after["body"],
        published_n=published.n,
    )


def _label(name):
    try:
        return Article._meta.get_field(name).verbose_name
    except FieldDoesNotExist:
        return name
