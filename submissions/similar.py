"""Texts that share much with another: with other submissions, and with what we published.

Two texts are near duplicates where the Jaccard index of their runs of eight folded words (shingles; Broder, "On the
resemblance and containment of documents", 1997) is 0.15 or more. A sample of the runs lies in an index, so that a new
text is compared with few others; those are compared in full. Done by the worker, after the text was committed.
"""

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b

from django.db import transaction
from django.db.models import F

from articles import door
from ccsis.html import plain_text
from ccsis.scripts import fold
from submissions import marking
from submissions.models import Flag, Indexed, Shingle, Submission

RUN = 8  # words
NEAR = 0.15  # of the runs of both texts together
SAMPLED = 64  # runs of one text that lie in the index, at least, where it has as many
MOST_COMPARED = 20  # texts that are compared in full with a new one
MOST_PASSAGES = 5
LONGEST_PASSAGE = 600  # characters
MOST_STRETCHES = 200  # that are marked for one other text
AT_ONCE = 20  # texts in one round of the worker
CHUNK = 500  # values in one question
CODE = "near_duplicate"


@dataclass
class Text:
    """A text as it is compared: its words with their places, and its runs in order."""

    plain: str
    words: list  # (start, end, folded)
    runs: list  # one 63-bit number for each run of RUN words

    @classmethod
    def of(cls, plain):
        words = [(match.start(), match.end(), fold(match[0])) for match in marking.WORD.finditer(plain)]
        folded = [word for _start, _end, word in words]
        runs = [_number(folded[at : at + RUN]) for at in range(len(folded) - RUN + 1)]
        return cls(plain, words, runs)

    def sample(self):
        """The runs that go into the index: all that a power of two divides, the greatest that leaves SAMPLED."""
        values = set(self.runs)
        step = 1
        while len(values) // (step * 2) >= SAMPLED:
            step *= 2
        return {value for value in values if value % step == 0}


def _number(words):
    return int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest()) >> 1


def jaccard(one, other):
    """How much two texts share: 0.0 to 1.0 of the runs that either has."""
    first, second = set(one.runs), set(other.runs)
    return len(first & second) / len(first | second) if first and second else 0.0


def stretches(one, other):
    """Where `one` has what also stands in the other: (first, last + 1) of its words for each, in their order."""
    theirs = set(other.runs)
    found, begun = [], None
    for place, run in enumerate([*one.runs, None]):
        if run in theirs:
            begun = place if begun is None else begun
        elif begun is not None:
            found.append((begun, place - 1 + RUN))
            begun = None
    return found


def passages(one, found):
    """The longest of the stretches of a text, as they are written in it."""
    longest = sorted(found, key=lambda span: span[0] - span[1])[:MOST_PASSAGES]
    return [one.plain[one.words[a][0] : one.words[b - 1][1]][:LONGEST_PASSAGE] for a, b in longest]


# The worker


def compare_due():
    """Look through what was published since, then compare texts that are new. Gives how many."""
    return _index_publications() + sum(map(_compare, _waiting()))


def compare_slowly(shall_end):
    """The same for a worker's slow round: goes on until nothing waits, or it shall come to an end."""
    done = 0
    while not shall_end() and (more := compare_due()):
        done += more
    return done


def _waiting():
    """Submissions that count and whose text was not compared yet."""
    rows = Submission.objects.filter(confirmed_at__isnull=False, erased_at=None, revision__isnull=False)
    rows = rows.exclude(compared_revision=F("revision_id"), compared_revision__isnull=False).order_by("pk")
    return list(rows.select_related("revision")[:AT_ONCE])


def _index_publications():
    mark, _made = Indexed.objects.get_or_create(pk=1)
    done = 0
    for article_id, changed_at, plain in door.texts_published_since(mark.changed_until, mark.article_id, AT_ONCE):
        with transaction.atomic():
            _put(Shingle.Kind.ARTICLE, article_id, Text.of(plain))
            Indexed.objects.filter(pk=1).update(changed_until=changed_at, article_id=article_id)
        done += 1
    return done


def _put(kind, ref, text):
    Shingle.objects.filter(kind=kind, ref=ref).delete()
    Shingle.objects.bulk_create((Shingle(value=value, kind=kind, ref=ref) for value in text.sample()), batch_size=CHUNK)


@transaction.atomic
def _compare(submission):
    """Compare one text with all others, and keep what was found. Gives 1."""
    revision = submission.revision
    text = Text.of(plain_text(revision.html))
    found = []
    for kind, ref in _candidates(text, submission):
        other = _text_of(kind, ref)
        share = jaccard(text, other) if other else 0.0
        if share >= NEAR:
            shared = stretches(text, other)
            kept = {"kind": kind, "ref": ref, "percent": round(share * 100), "passages": passages(text, shared)}
            found.append({**kept, "stretches": shared[:MOST_STRETCHES]})
    Flag.objects.filter(submission=submission, code=CODE).delete()
    if found:
        found.sort(key=lambda each: -each["percent"])
        Flag.objects.create(submission=submission, code=CODE, evidence={"revision": revision.pk, "others": found})
    _put(Shingle.Kind.SUBMISSION, submission.pk, text)
    Submission.objects.filter(pk=submission.pk).update(compared_revision=revision.pk)
    return 1


def _candidates(text, submission):
    """(kind, ref) of the texts that share the most runs of the index with this one."""
    values, hits = sorted(set(text.runs)), Counter()
    for at in range(0, len(values), CHUNK):
        rows = Shingle.objects.filter(value__in=values[at : at + CHUNK]).values_list("kind", "ref")
        hits.update(rows)
    hits.pop((Shingle.Kind.SUBMISSION, submission.pk), None)
    hits.pop((Shingle.Kind.ARTICLE, submission.article_id), None)  # its own draft or publication
    return [each for each, _count in hits.most_common(MOST_COMPARED)]


def _text_of(kind, ref):
    """The Text of a candidate; None for what is erased or no longer public."""
    if kind == Shingle.Kind.ARTICLE:
        plain = door.public_text(ref)
        return Text.of(plain) if plain is not None else None
    row = Submission.objects.filter(pk=ref, erased_at=None, revision__isnull=False).select_related("revision").first()
    return Text.of(plain_text(row.revision.html)) if row else None


def forget(submission):
    """Take the runs of an erased text out of the index."""
    Shingle.objects.filter(kind=Shingle.Kind.SUBMISSION, ref=submission.pk).delete()


# What a moderator reads


@dataclass(frozen=True)
class Near:
    """A text that shares much with a submission. `submission_id` or `path` leads to it."""

    title: str
    percent: int
    passages: list
    stretches: list  # in the words of the text that stands there now; none of an older one
    submission_id: int | None = None
    path: str = ""


def near(submission):
    """What was found near a submission, the most alike first; what is erased or no longer public is left out."""
    flag = submission.flags.filter(code=CODE).first()
    is_of_now = flag is not None and flag.evidence.get("revision") == submission.revision_id
    found = (_near(each, is_of_now) for each in flag.evidence.get("others", [])) if flag else ()
    return [each for each in found if each]


def marked(submission, found):
    """The HTML of its text with what it shares with those that were found near it between <mark> tags; "" where there
    is nothing to mark."""
    spans = [span for each in found for span in each.stretches]
    return marking.marked(submission.revision.html, spans) if spans else ""


def _near(kept, is_of_now):
    rest = {"percent": kept["percent"], "passages": kept["passages"]}
    rest["stretches"] = kept.get("stretches", []) if is_of_now else []
    if kept["kind"] == Shingle.Kind.ARTICLE:
        public = door.public_title(kept["ref"])
        return Near(public[0], path=public[1], **rest) if public else None
    row = Submission.objects.seen_by_staff().filter(pk=kept["ref"]).select_related("revision").first()
    return Near(f"{row.title} ({row.reference})", submission_id=row.pk, **rest) if row else None
