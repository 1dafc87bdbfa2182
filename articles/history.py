"""A piece as one plain thing: what a revision keeps, what a hash is made of, what two versions are compared by."""

import hashlib
import json
from datetime import date

from articles.models import Revision
from articles.models.article import Piece
from articles.parts import Parts

PIECE_FIELDS = [field.attname for field in Piece._meta.local_fields]


def snapshot(article, parts=None):
    """Everything that staff wrote about a piece, as JSON: fields, names, lists, notes and picks."""
    parts = parts or Parts.of(article)
    kept = {
        "fields": {name: plain(getattr(article, name)) for name in PIECE_FIELDS},
        "slug": article.slug,
        "original": article.original_id,
        "topics": sorted([topic.pk, topic.name] for topic in parts.topics),
        "regions": sorted([region.pk, region.name] for region in parts.regions),
        "tags": sorted([tag.pk, tag.name] for tag in parts.tags),
        "bylines": [plain_byline(byline) for byline in parts.bylines],
        "notes": [plain_note(note) for note in parts.notes],
        "picks": parts.picks,
    }
    # A piece without sources or files has the hash that it had before there were any.
    kept |= {"sources": parts.plain_sources()} if parts.sources else {}
    return kept | ({"documents": [document.plain() for document in parts.documents]} if parts.documents else {})


def plain(value):
    """The value of a field as JSON knows it: a day is written out."""
    return value.isoformat() if isinstance(value, date) else value


def plain_byline(byline):
    return {
        "person": byline.person_id,
        "name": byline.printed_name,
        "native_name": byline.printed_native_name,
        "title": byline.printed_title,
        "role": byline.role,
    }


def plain_note(note):
    cited = {"source": note.source.key, "locator": note.locator} if note.source else {}
    return {"key": note.key, "text": note.text, **cited}


def digest(kept):
    """SHA-256 of a snapshot, in hexadecimal: equal texts have equal hashes."""
    return hashlib.sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def keep(
    article,
    *,
    parts=None,
    kept=None,
    by=None,
    by_name="",
    note="",
    version=None,
    is_minor=False,
    kind=Revision.Kind.SAVE,
    now,
):
    """Add a revision of the piece as it stands.

    Takes who saved it (an account, or the name of somebody without one) and why, the public version number where
    it is published and whether that brings small fixes only, and what it is kept for. Gives the Revision. Call it in
    the transaction that changes the piece: its row is the lock that keeps the numbers apart. `parts`: what hangs on the
    piece, where the caller has read it. `kept`: another snapshot than that of the piece, for a text that was about to
    be lost.
    """
    last = article.revisions.order_by("-n").values_list("n", flat=True).first() or 0
    row = revision(
        article, parts, kept, n=last + 1, version=version, kind=kind, by=by, by_name=by_name, note=note, now=now
    )
    row.is_minor = is_minor
    row.save()
    return row


def is_kept(article, kept):
    """Whether the newest revision of the piece holds exactly this snapshot."""
    newest = article.revisions.order_by("-n").values_list("sha256", flat=True).first()
    return newest == digest(kept)


def revision(
    article, parts=None, kept=None, *, n, version=None, kind=Revision.Kind.SAVE, by=None, by_name="", note="", now
):
    """The revision of this number, unsaved."""
    kept = snapshot(article, parts) if kept is None else kept
    return Revision(
        article=article,
        n=n,
        version=version,
        kind=kind,
        snapshot=kept,
        sha256=digest(kept),
        by=by,
        by_name=str(by) if by else by_name[:150],
        note=note,
        created_at=now,
    )
