"""The pieces of the demo: written at the desk, published on their days, and what happened to them later."""

import re
from pathlib import Path

from django.db.models import F

from articles import history, locking, publishing
from articles.demo import drawings
from articles.models import Article, Byline, Kind, Note, RelatedPick, Role
from ccsis import texts

FOLDER = Path(__file__).parent / "texts" / "pieces"
AS_THEY_STAND = "kind language title subtitle standfirst funding interests share_title".split()
AS_THEY_STAND += "whats_new why_it_matters what_to_do recommendations".split()
AS_THEY_STAND += "known assessed confidence not_known source_remark fieldwork".split()
NAMED_AS = {Role.AUTHOR: "by", Role.TRANSLATOR: "translator"}
WRITING = 6  # days from the first line to publication


def make_pieces(demo):
    """Write all of them, then publish in the order of their days, so that the numbers follow the dates."""
    images = drawings.keep_all(demo.users["editor"])
    written = [(path.stem, *texts.read(path)) for path in FOLDER.glob("*.html")]
    written.sort(key=lambda piece: (-int(piece[1]["days"]), piece[0]))
    rows = {}
    for stem, head, body in written:
        rows[stem] = _write(demo, head, _as_it_stood(head, _with_pictures_and_marks(body, images), 0), images, rows)
        demo.ids["piece", stem] = rows[stem].pk
    for stem, head, _body in written:
        for place, other in enumerate(texts.listed(head.get("related")), start=1):
            RelatedPick.objects.create(article=rows[stem], to=rows[other], position=place)
    for stem, head, body in written:
        _bring_out(demo, rows[stem], head)
        _correct(demo, rows[stem], head, _with_pictures_and_marks(body, images))


def _with_pictures_and_marks(body, images):
    body = re.sub(r"\[\^(\w+)\]", r'<sup class="note"><a href="#fn-\1">\1</a></sup>', body)
    return re.sub(r'src="/images/([a-z-]+)"', lambda match: f'src="{images[match[1]].body_address}"', body)


def _write(demo, head, body, images, rows):
    """The desk's row of one piece, with all that hangs on it."""
    begun = demo.ago(int(head["days"]) + WRITING)
    series, _bar, part = head.get("series", "").partition("|")
    original = rows.get(head.get("of"))
    row = Article.objects.create(
        **{name: head[name] for name in AS_THEY_STAND if name in head},
        key_points=head.get("point", ""),
        source_kinds=texts.listed(head.get("source_kinds")),
        as_of=demo.ago(head["as_of"]).date() if "as_of" in head else None,
        body=body,
        lead_image=images.get(head.get("lead")),
        series_id=demo.ids.get(("series", series.strip())),
        series_part=int(part) if part else None,
        original=original,
        follows_version=1 if original else None,
        created_by=demo.users["author" if "nana" in head.get("by", "") else "editor"],
        created_at=begun,
    )
    row.topics.set(demo.ids["topic", name] for name in texts.listed(head.get("topics")))
    row.regions.set(demo.ids["region", name] for name in texts.listed(head.get("regions")))
    row.tags.set(texts.listed(head.get("tags", "").replace(",", ";")))
    _sign(demo, row, head)
    notes = [(name.removeprefix("note "), text) for name, text in head.items() if name.startswith("note ")]
    for place, (key, text) in enumerate(notes, start=1):
        Note.objects.create(article=row, key=key, text=_as_it_stood(head, text, 0), position=place)
    locking.record(row, "create", by=row.created_by, now=begun)
    return row


def _sign(demo, row, head):
    names = [(role, name) for role in (Role.AUTHOR, Role.TRANSLATOR) for name in texts.listed(head.get(NAMED_AS[role]))]
    for place, (role, name) in enumerate(names, start=1):
        key, _bar, title = name.partition("|")
        person_id = demo.ids["person", key.strip()]
        Byline.objects.create(article=row, person_id=person_id, position=place, role=role, title=title.strip())


def _bring_out(demo, row, head):
    """Publish a piece on its day; then whatever happened to it later."""
    day = demo.ago(head["days"], head.get("clock", "10:00"))
    if "draft" in head:
        history.keep(row, by=row.created_by, note="First draft", now=day)
        Article.objects.filter(pk=row.pk).update(changed_at=day)
        return
    publishing.publish(row, by=demo.users["publisher"], at=day, now=day)
    if "retracted" in head:
        later = demo.ago(int(head["days"]) - 9)
        publishing.retract(row, by=demo.users["publisher"], reason=head["retracted"], now=later)
    if "pending standfirst" in head:
        _change_unseen(row, head["pending standfirst"], by=demo.users["editor"], now=demo.ago(1))


def _as_it_stood(head, text, corrections):
    """A text of a piece after so many of its corrections: the phrases of later ones are as they were before."""
    for name, lines in head.items():
        if name.split()[0] == "was" and int(name[3:] or 1) > corrections:
            for line in lines.splitlines():
                phrase, _bar, former = line.partition(" | ")
                text = re.sub(r"\s+".join(map(re.escape, phrase.split())), lambda _match, then=former: then, text)
    return text


def _correct(demo, row, head, body):
    """The corrections of a piece, each as a version of its own with a dated record for readers."""
    for n, line in enumerate(head.get("corrected", "").splitlines(), start=1):
        when, _bar, words = line.partition(" | ")
        days, kind = when.split()
        now, by = demo.ago(days, "16:20"), demo.users["publisher"]
        row.body = _as_it_stood(head, body, n)
        row.save(update_fields=["body"])
        for note in row.notes.all():
            note.text = _as_it_stood(head, head[f"note {note.key}"], n)
            note.save(update_fields=["text"])
        publishing.correct(row, by=by, type=kind, text=words, now=now)


def _change_unseen(row, standfirst, *, by, now):
    """A change at the desk that nobody has published yet."""
    row.standfirst = standfirst
    row.save(update_fields=["standfirst"])
    locking.take_text(row, now=now)
    history.keep(row, by=by, note="A shorter standfirst", now=now)
    locking.record(row, "save", by=by, now=now)


def publish_simulations(demo):
    """Prepare the accepted simulations that submissions.demo names, and publish them, oldest first."""
    for wanted in sorted(demo.simulations, key=lambda each: each["published"]):
        row = Article.objects.get(pk=wanted["article"])
        row.standfirst = wanted["standfirst"]
        row.save(update_fields=["standfirst"])
        row.regions.set(demo.ids["region", name] for name in wanted["regions"])
        row.topics.set(demo.ids["topic", name] for name in wanted["topics"])
        row.tags.set(wanted["tags"])
        publishing.publish(row, by=demo.users["publisher"], at=wanted["published"], now=wanted["published"])
        if wanted["retracted"]:
            publishing.retract(row, by=demo.users["publisher"], reason=wanted["reason"], now=wanted["retracted"])
    # What was not taken up yet was last saved when it came to the desk, and not while the demo was made.
    drafts = Article.objects.filter(kind=Kind.SIMULATION, changed_at__gte=demo.now)
    drafts.update(changed_at=F("created_at"))
