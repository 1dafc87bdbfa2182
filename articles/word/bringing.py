"""A Word document becomes a draft: look at it, then keep it.

    found = look(path, "brief.docx")     raises NotBrought with a sentence for the person who brought it
    article = keep(found, by=user)

Nothing is published. The same file is known again by its hash.
"""

import hashlib
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from articles import history, pictures, publishing
from articles.models import Article, Byline, Image, Imported, Note, Person
from articles.word import proposals, telling
from articles.word.reading import ANSWER
from articles.word.shape import shape
from ccsis import limited
from ccsis.boxed import NotTaken
from ccsis.html import clean_html, inline_html, is_empty, plain_text
from ccsis.scripts import clean_name, count_words
from ccsis.tree import Node, parse, write

MOST_BYTES = 30 * 1024 * 1024
MEMORY, SECONDS = 768, 30  # of the process that reads: megabytes, and seconds of the clock
SENTENCES = {
    "not_docx": L("“%(name)s” is no .docx. Open it in Word or LibreOffice and save it as “Word document (.docx)”."),
    "old": L("“%(name)s” is of an older kind. Open it in Word or LibreOffice and save it as “Word document (.docx)”."),
    "encrypted": L(
        "“%(name)s” is protected by a password, or an old .doc under a new name. Save it without password, as .docx."
    ),
    "too_big": L("“%(name)s” has more than 30 MB. Make its pictures smaller in Word (Compress Pictures) and save it."),
    "too_much": L("“%(name)s” unpacks to more than can be read here. Save it anew, or bring it in parts."),
    "broken": L("“%(name)s” is damaged. Open it in Word or LibreOffice, save it under a new name, and bring that."),
    "macros": L("“%(name)s” holds macros, which are programs. Save it as “Word document (.docx)”, without them."),
    "entities": L("“%(name)s” holds what no word processor writes, so it was not read. Save it anew in Word."),
    "empty": L("“%(name)s” holds neither text nor pictures."),
    "missing": L("“%(name)s” is not there, or cannot be read."),
}
OLDER = {".doc", ".dot", ".rtf", ".odt", ".wps", ".pages"}


class NotBrought(Exception):
    """A document that did not become a draft. `code` is a key of SENTENCES, its text a sentence."""

    def __init__(self, code, name):
        super().__init__(SENTENCES[code] % {"name": name})
        self.code = code


@dataclass
class Found:
    """A document as it would come. `pictures` are (key, articles.pictures.Picture, alt, caption)."""

    name: str
    sha256: str
    title: str
    subtitle: str
    standfirst: str
    language: str
    html: str
    notes: list = field(default_factory=list)
    bylines: list = field(default_factory=list)  # of (id of a Person or None, name)
    pictures: list = field(default_factory=list)
    report: dict = field(default_factory=dict)  # for the page and the command; plain JSON


# Looking


def look(path, name):
    """Read the document at `path`, which its owner calls `name`. Changes nothing. Gives a Found."""
    name = clean_name(PurePath(name.replace("\\", "/")).name)[:150]
    suffix = PurePath(name).suffix.lower()
    if suffix in OLDER:
        raise NotBrought("old", name)
    if suffix != ".docx":
        raise NotBrought("macros" if suffix == ".docm" else "not_docx", name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotBrought("too_big", name)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        raise NotBrought("missing", name) from None
    with tempfile.TemporaryDirectory(prefix="word-") as folder:
        answer = _read(path, Path(folder), name)
        return _found(answer, Path(folder), name, sha256)


def _read(path, folder, name):
    try:
        limited.run("articles.word.reading.read", str(path.resolve()), str(folder), memory=MEMORY, seconds=SECONDS)
    except NotTaken as reason:
        raise NotBrought(reason.code if reason.code in SENTENCES else "broken", name) from None
    except limited.Refused as reason:
        raise NotBrought("too_much" if str(reason) == str(limited.TOO_MUCH) else "broken", name) from None
    return json.loads((folder / ANSWER).read_text(encoding="utf-8"))


def _found(answer, folder, name, sha256):
    said = answer["properties"]
    people = proposals.People(Person.objects.values_list("pk", "name", "native_name"))
    language, tag, is_doubtful = proposals.language(
        answer["letters"], said.get("language"), plain_text(clean_html(answer["html"]))
    )
    shaped = shape(
        answer["html"],
        answer["facts"],
        language,
        language_of=proposals.known_language,
        title_said=proposals.title_of(said.get("title")),
        is_person=people.is_known,
    )
    log = answer["dropped"] + [_lost_link(*link) for link in shaped.lost_links]
    found = Found(name, sha256, *_heads(shaped.front, said, name), language, "", shaped.notes)
    found.pictures = list(_pictures(answer["pictures"], shaped, folder, log))
    found.html = _with_pictures(shaped.html, {key: f"/{key}" for key, *_rest in found.pictures})
    if is_empty(found.html) and not found.pictures:
        raise NotBrought("empty", name)
    found.bylines, names = _bylines(shaped.front.names, said.get("creator", ""), people)
    found.report = _report(found, shaped, answer, log) | {
        "bylines": names,
        "language": telling.about_language(language, tag, is_doubtful),
    }
    return found


def _heads(front, said, name):
    """Title, subtitle and standfirst, and where each came from is noted in `front`."""
    if not front.title:
        front.title, front.title_from = clean_name(PurePath(name).stem.replace("_", " ")), "file"
    if not front.standfirst and count_words(said.get("description", "")) > 5:
        front.standfirst, front.standfirst_from = said["description"], "property"
    return clean_name(front.title)[: telling.LONGEST_TITLE], clean_name(front.subtitle), front.standfirst


def _lost_link(address, words):
    return {"code": "link", "detail": address[:80], "heading": "", "words": words[:80], "part": ""}


def _bylines(lines, creator, people):
    """Names under the title, else the creator by the properties: ([(person or None, name)], what to tell)."""
    names = [name for line in lines for name in proposals.names_in(line)] or proposals.names_in(creator)
    bylines, told = [], []
    for name in names[:20]:
        person, count = people.find(name)
        bylines.append((person, name))
        remark = "" if person else _("Nobody here bears this name, so it is only printed.")
        if count > 1:
            remark = _("Several people here bear this name. Choose the right one in the draft.")
        told.append({"name": name, "remark": remark, "is_said": bool(lines)})
    return bylines, told


def _pictures(rows, shaped, folder, log):
    """The pictures of the text made anew; those that cannot be are added to `log`."""
    for key, row in rows.items():
        if key not in shaped.pictures:
            continue
        try:
            file = ContentFile((folder / row["file"]).read_bytes(), name=row["file"])
            made = pictures.read(file)
        except ValidationError as error:
            place = {name: row[name] for name in ("heading", "words", "part")}
            log.append({"code": "picture", "detail": row["name"], "remark": " ".join(error.messages), **place})
            continue
        made.original_name = row["name"][:200]
        yield key, made, row["alt"][:300], shaped.pictures[key]


def _with_pictures(html, addresses, alts=None):
    """The text with pictures at these addresses, by their keys; one that has none goes, and its caption stays."""
    root = parse(html)
    for node in root:
        kept = []
        for child in node.children:
            if isinstance(child, Node) and child.name == "img":
                key = child.attributes.get("src", "")[1:]
                if key not in addresses:
                    continue
                child.attributes = {"src": addresses[key], "alt": (alts or {}).get(key, "")}
            kept.append(child)
        node.children = kept
        if node.name == "figure" and not any(isinstance(child, Node) and child.name == "img" for child in kept):
            captions = [child for child in kept if isinstance(child, Node)]
            node.name, node.children = "p", [inner for caption in captions for inner in caption.children]
    return write(root)


def _report(found, shaped, answer, log):
    text = plain_text(clean_html(found.html))
    rows = [answer["pictures"][key] for key, *_rest in found.pictures]
    return {
        "file": found.name,
        "title": found.title,
        "title_from": str(telling.TITLE_FROM[shaped.front.title_from]),
        "standfirst": found.standfirst,
        "standfirst_from": str(telling.STANDFIRST_FROM.get(shaped.front.standfirst_from, "")),
        "first": shaped.first if not found.standfirst else "",
        "words": count_words(text),
        "notes": len(found.notes),
        "pictures": len(found.pictures),
        "tables": shaped.tables,
        "counts": answer["counts"],
        "changes": telling.changes(answer["counts"]),
        "guesses": telling.guesses(shaped),
        "to_mend": [
            {"picture": row["name"], "place": telling.place(row), "remarks": telling.about_picture(row)} for row in rows
        ],
        "left_out": telling.left_out(log),
        "more": answer["more"],
        "sums": telling.sums(entry["code"] for entry in log),
    }


# Keeping


def here_already(sha256):
    """The pieces that came from this very file, the latest first."""
    rows = Imported.objects.filter(source_key__startswith=f"word:{sha256}:", article__isnull=False)
    return [row.article for row in rows.select_related("article").order_by("-id")]


def keep(found, *, by=None, now=None):
    """Make a draft of what was found. `by` is who brought it. Gives the Article."""
    saved = []
    try:
        with transaction.atomic():
            return _keep(found, by, now or timezone.now(), saved)
    except BaseException:
        for image in saved:
            image.file.storage.delete(image.file.name)
        raise


def _keep(found, by, now, saved):
    images = {key: _image(found, made, alt, caption, by, saved) for key, made, alt, caption in found.pictures}
    addresses = {key: image.body_address for key, image in images.items()}
    for row, image in zip(found.report["to_mend"], images.values(), strict=True):
        row["image"] = image.pk
    alts = {key: alt for key, _made, alt, _caption in found.pictures}
    article = Article(
        title=found.title,
        subtitle=found.subtitle,
        standfirst=found.standfirst,
        language=found.language,
        body=clean_html(_with_pictures(found.html, addresses, alts)),
        created_by=by,
        created_at=now,
    )
    article.save()
    Byline.objects.bulk_create(
        Byline(article=article, person_id=person, name="" if person else name, position=place)
        for place, (person, name) in enumerate(found.bylines, start=1)
    )
    Note.objects.bulk_create(
        Note(article=article, key=key, text=inline_html(text), position=place)
        for place, (key, text) in enumerate(found.notes, start=1)
    )
    key = f"word:{found.sha256}:{article.pk}"
    Imported.objects.create(source_key=key, article=article, sha256=found.sha256, mark=str(article.row_version))
    publishing.keep_relief(article)
    publishing.record(article, "import", by=by, now=now)
    history.keep(article, by=by, note=_note(found), now=now)
    return article


def _note(found):
    """For the history: where it came from, and what was left out."""
    note = _("Imported from %s") % found.name
    return (f"{note}. {_('Left out: %s') % found.report['sums']}." if found.report["sums"] else note)[:300]


def _image(found, made, alt, caption, by, saved):
    """The picture in the library: the one that is there already, or a new row."""
    known = Image.objects.filter(sha256=made.sha256).first()
    if known:
        return known
    image = Image.objects.create(
        file=made.file,
        alt=alt,
        caption=caption,
        credit=(_("unknown, from %s") % found.name)[:200],
        width=made.width,
        height=made.height,
        sha256=made.sha256,
        original_name=made.original_name,
        uploaded_by=by,
    )
    saved.append(image)
    return image


# Afterwards


@transaction.atomic
def make_standfirst(article, *, by, now=None):
    """The first paragraph becomes the standfirst. Gives whether it could; raises Conflict where somebody was first.

    It cannot where there is a standfirst already, or the text begins with anything but plain words.
    """
    root = parse(article.body)
    first = next((child for child in root.children if isinstance(child, Node)), None)
    is_plain = first is not None and first.name == "p" and all(isinstance(child, str) for child in first.children)
    if article.standfirst or not is_plain:
        return False
    now = now or timezone.now()
    article.standfirst = " ".join(first.words().split())
    root.children.remove(first)
    article.body = write(root).lstrip("\n")
    publishing.write(article, by=by, now=now)
    article.save()
    publishing.record(article, "save", by=by, now=now)
    history.keep(article, by=by, now=now)
    return True
