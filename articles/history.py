"""A piece as one plain thing: what a revision keeps, what a hash is made of, what two versions are compared by."""

import hashlib
import json

from articles.models import Revision
from articles.models.article import Piece

PIECE_FIELDS = [field.attname for field in Piece._meta.local_fields]


def snapshot(article):
    """Everything that staff wrote about a piece, as JSON: fields, names, lists, notes and picks."""
    return {
        "fields": {name: getattr(article, name) for name in PIECE_FIELDS},
        "slug": article.slug,
        "original": article.original_id,
        "topics": [[topic.pk, topic.name] for topic in article.topics.all()],
        "regions": [[region.pk, region.name] for region in article.regions.all()],
        "tags": sorted([tag.pk, tag.name] for tag in article.tags.all()),
        "bylines": [
            {
                "person": byline.person_id,
                "name": byline.printed_name,
                "native_name": byline.printed_native_name,
                "title": byline.printed_title,
                "role": byline.role,
            }
            for byline in article.bylines.select_related("person")
        ],
        "notes": notes_of(article),
        "picks": picks_of(article),
    }


def notes_of(article):
    return [{"key": note.key, "text": note.text} for note in article.notes.all()]


def picks_of(article):
    return list(article.picks.values_list("to_id", flat=True))


def digest(kept):
    """SHA-256 of a snapshot, in hexadecimal: equal texts have equal hashes."""
    return hashlib.sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def keep(article, *, by=None, note="", version=None, now):
    """Add a revision of the piece as it stands.

    Takes who saved it and why, and the public version number where it is published. Gives the Revision. Call it
    in the transaction that changes the piece: its row is the lock that keeps the numbers apart.
    """
    kept = snapshot(article)
    last = article.revisions.order_by("-n").values_list("n", flat=True).first() or 0
    return Revision.objects.create(
        article=article,
        n=last + 1,
        version=version,
        snapshot=kept,
        sha256=digest(kept),
        by=by,
        by_name=str(by) if by else "",
        note=note,
        created_at=now,
    )
