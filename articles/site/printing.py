"""A publication as a PDF for print: asked for by its first reader, made once a version by the worker.

    printout = ask(publication)      a row; its `file` is empty until it is made
    make_due()                       for the worker, slow

It lies in the private store under the name of what it holds, and is there exactly while its version is the current one.
"""

import hashlib
import logging
import re
import tempfile
import time
from contextlib import suppress
from datetime import timedelta
from html import escape, unescape
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone

from articles import body, record, republishing, sheet, showing
from articles.citations import record_of, styles
from articles.models import Disclaimer, Printout, Publication
from ccsis import languages, limited, paper
from ccsis.models import SiteSettings

logger = logging.getLogger(__name__)

LASTS = timedelta(minutes=5)  # far longer than one takes
MOST_TRIES = 3
MEMORY, SECONDS, WRITTEN = 2048, 90, 60  # megabytes, seconds of the processor, megabytes
ORPHAN_AFTER = 3600  # seconds
STATIC = "https://ours.invalid/static/"  # never looked up: what a document may ask for is a list of files
PICTURES = "https://ours.invalid/images/"
MARK = re.compile(r'<a class="ref" id="fnref-[^"]*" href="#fn-([\w-]+)"[^>]*>(\d+)</a>')
NOTE = re.compile(r'<li id="fn-([\w-]+)">(.*?)</li>', re.DOTALL)
WAY_BACK = re.compile(r' ?<a href="#fnref-[^>]*>↑</a>')
ANCHOR = re.compile(r' ?<a class="anchor"[^>]*>#</a>')


def store():
    return FileSystemStorage(
        location=settings.PRIVATE_ROOT / "printouts",
        base_url=None,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


def ask(publication):
    """The printout of the current version; the first call asks the worker for it."""
    return Printout.objects.get_or_create(publication=publication, version=publication.version)[0]


def has_failed(printout):
    """Whether it was tried as often as it will be, and nobody is at it."""
    is_held = printout.held_until is not None and printout.held_until > timezone.now()
    return not printout.file and printout.tries >= MOST_TRIES and not is_held


# For the worker


def make_due(is_ending=lambda: False):
    """Make the printouts that somebody asked for. Gives how many."""
    if not paper.can_be_made():
        return 0
    done = 0
    while not is_ending() and (printout := _take()):
        done += _make(printout)
    return done


def _take():
    """A printout that is ours to make for a while; None where there is none."""
    now = timezone.now()
    is_free = Q(held_until=None) | Q(held_until__lt=now)
    due = Printout.objects.filter(is_free, file="", tries__lt=MOST_TRIES, version=F("publication__version"))
    for pk in due.order_by("id").values_list("pk", flat=True)[:20]:
        taken = Printout.objects.filter(is_free, pk=pk, file="")
        if taken.update(held_until=now + LASTS, tries=F("tries") + 1):
            return Printout.objects.filter(pk=pk).first()
    return None


def _make(printout):
    """Make one. Gives 1, or 0 where it cannot be made, or is of a version that is no longer the current one."""
    publication = Publication.objects.for_page().filter(pk=printout.publication_id, version=printout.version).first()
    if publication is None:
        return 0
    html, files = document(publication)
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)  # what a crash leaves there ccsis.arrivals sweeps away
    with (
        tempfile.NamedTemporaryFile(dir=folder, prefix="print-") as source,
        tempfile.NamedTemporaryFile(dir=folder, prefix="print-") as made,
    ):
        source.write(html.encode())
        source.flush()
        sheets = {f"{STATIC}css/paper.css": finders.find("css/paper.css")}
        try:
            given = (source.name, sheets, files, made.name)
            limited.run("ccsis.paper.write", *given, memory=MEMORY, seconds=SECONDS, written=WRITTEN)
        except (limited.Refused, limited.NotTaken) as error:
            logger.warning("no printout %s: %s", printout.pk, type(error).__name__)
            return 0
        name = f"{hashlib.file_digest(made, 'sha256').hexdigest()}.pdf"
        if not store().exists(name):
            made.seek(0)
            store().save(name, File(made))
    return Printout.objects.filter(pk=printout.pk, version=F("publication__version")).update(file=name, held_until=None)


def sweep():
    """For the worker: forget printouts of versions that were followed, and files that no row names. Gives how many."""
    gone = Printout.objects.exclude(version=F("publication__version")).delete()[0]
    known = set(Printout.objects.values_list("file", flat=True))
    before, folder = time.time() - ORPHAN_AFTER, Path(store().location)
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if path.is_file() and path.name not in known and path.stat().st_mtime < before:
                path.unlink()
                gone += 1
    return gone


# The document


def document(publication):
    """The HTML of a printout, and the files that it may read, by the addresses that it calls them."""
    credits, site = list(publication.credits.all()), SiteSettings.load()
    files = {}
    with languages.framed(publication.language):
        terms = republishing.terms(publication, site)
        context = {
            "publication": publication,
            "foreign": publication.language != languages.of_frame(publication.language),
            "site": site,
            "byline": sheet.byline(credits),
            "regions": list(publication.regions.all()),
            "corrections": record.corrections(publication.article_id),
            "version_address": f"{publication.full_address}v/{publication.version}/",
            "text": _text(publication, files),
            "lead_image": _lead_image(publication, files),
            "citation": styles.plain(styles.chicago(record_of(publication, site, credits))),
            "terms": terms,
            "disclaimer": Disclaimer.objects.filter(kind=publication.kind).first(),
        }
        return render_to_string("articles/paper.html", context), files


def _text(publication, files):
    """The text with each note where its first mark stands, for the foot of that page, and its pictures."""
    text, _mark, notes = body.stored(publication).partition(body.NOTES)
    found = {key: WAY_BACK.sub("", words).strip() for key, words in NOTE.findall(notes)}
    seen = set()

    def placed(mark):
        key, number = mark.groups()
        if key in seen or key not in found:
            return f'<span class="again">{number}</span>'
        seen.add(key)
        return f'<span class="note">{found[key]}</span>'

    text = MARK.sub(placed, ANCHOR.sub("", text))
    images = showing.images_in([text])
    text = showing.STORED.sub(lambda img: _picture(images.get(int(img[1])), unescape(img[2]), files), text)
    return body.finished(text, body.POLICY)


def _lead_image(publication, files):
    image = publication.lead_image
    if image is None or not (picture := _picture(image, image.alt, files)):
        return ""
    told = ", ".join(part for part in (image.credit, image.licence) if part)
    caption = " · ".join(part for part in (image.caption, told) if part)
    return body.finished(f"<figure>{picture}<figcaption>{escape(caption)}</figcaption></figure>", body.POLICY)


def _picture(image, alt, files):
    """A picture that lies on this machine; where it lies elsewhere the printout does without it."""
    if image is None:
        return ""
    try:
        path = image.file.path
    except NotImplementedError:
        return ""
    if not Path(path).is_file():
        return ""
    address = f"{PICTURES}{image.pk}"
    files[address] = path
    return f'<img src="{address}" alt="{escape(alt)}">'
