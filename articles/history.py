"""A piece as one plain thing: what a revision keeps, what a hash is made of, what two versions are compared by."""

import hashlib
import json
from dataclasses import dataclass, field

from articles.models import Revision
from articles.models.article import Piece

PIECE_FIELDS = [field.attname for field in Piece._meta.local_fields]


@dataclass
class Parts:
    """What hangs on a piece, read once: rows in their order, and the ids of the pieces that were picked beside it."""

    topics: list = field(default_factory=list)
    regions: list = field(default_factory=list)
    tags: list = field(default_factory=list)
    bylines: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    picks: list = field(default_factory=list)

    @classmethod
    def of(cls, article):
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


def snapshot(article, parts=None):
    """Everything that staff wrote about a piece, as JSON: fields, names, lists, notes and picks."""
    parts = parts or Parts.of(article)
    return {
        "fields": {name: getattr(article, name) for name in PIECE_FIELDS},
        "slug": article.slug,
        "original": article.original_id,
        "topics": [[topic.pk, topic.name] for topic in parts.topics],
        "regions": [[region.pk, region.name] for region in parts.regions],
        "tags": sorted([tag.pk, tag.name] for tag in parts.tags),
        "bylines": [
            {
                "person": byline.person_id,
                "name": byline.printed_name,
                "native_name": byline.printed_native_name,
                "title": byline.printed_title,
                "role": byline.role,
            }
            for byline in parts.bylines
        ],
        "notes": parts.texts_of_notes(),
        "picks": parts.picks,
    }


def digest(kept):
    """SHA-256 of a snapshot, in hexadecimal: equal texts have equal hashes."""
    return hashlib.sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def keep(article, *, parts=None, by=None, by_name="", note="", version=None, now):
    """Add a revision of the piece as it stands.

    Takes who saved it (an account, or the name of somebody without one) and why, and the public version number where
    it is published. Gives the Revision. Call it in the transaction that changes the piece: its row is the lock that
    keeps the numbers apart. `parts`: what hangs on the piece, where the caller has read it already.
    """
    kept = snapshot(article, parts)
    last = article.revisions.order_by("-n").values_list("n", flat=True).first() or 0
    return Revision.objects.create(
        article=article,
        n=last + 1,
        version=version,
        snapshot=kept,
        sha256=digest(kept),
        by=by,
        by_name=str(by) if by else by_name[:150],
        note=note,
        created_at=now,
    )
