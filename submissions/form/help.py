"""Help while writing: the preview that follows the keys, pasted texts and Word files as clean text.

Each answers what a script of the form asks, in JSON; without scripts the buttons of the form do the same. Nothing that
comes here is kept.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ccsis import documents, from_html, limited
from ccsis.commonmark import LONGEST, to_html
from ccsis.html import plain_text
from ccsis.limits import allow, client_address
from ccsis.scripts import clean_text, count_words, direction
from submissions import files
from submissions.models import Call

HOUR = 3600
LOOKS = (3600, HOUR)  # one a second from one network: a preview while somebody writes
READINGS = (60, HOUR)  # of pasted texts and of files, which cost more
MOST_PASTED = 2_000_000  # characters of HTML

DROPPED = {
    "pictures": lambda n: ngettext("%d picture", "%d pictures", n) % n,
    "formulas": lambda n: ngettext("%d formula", "%d formulas", n) % n,
    "charts": lambda n: ngettext("%d chart", "%d charts", n) % n,
    "objects": lambda n: ngettext("%d embedded object", "%d embedded objects", n) % n,
    "merged cells": lambda n: ngettext("the merged cells of %d table", "the merged cells of %d tables", n) % n,
}


def _other(number):
    return ngettext("%d other thing", "%d other things", number) % number


def dropped_words(dropped):
    """What was dropped, as a sentence; empty where nothing was."""
    if not dropped:
        return ""
    parts = [DROPPED.get(what, _other)(number) for what, number in sorted(dropped.items())]
    return _("Left out: %s.") % _(", ").join(parts)


@require_POST
def look(request, slug):
    """The text as readers will see it, and its words: {"html", "words"}."""
    call = get_object_or_404(Call, slug=slug, is_public=True)
    if not allow("form look", client_address(request), *LOOKS):
        return _no(_("Wait a moment."), 429)
    text = clean_text(request.POST.get("text", ""))[:LONGEST]
    language = request.POST.get("language", "")
    language = language if language in call.languages else (call.languages or ["en"])[0]
    html, notes = to_html(text)
    context = {"html": html, "notes": notes, "language": language, "direction": direction(language)}
    shown = render_to_string("submissions/_look.html", context)
    return JsonResponse({"html": shown, "words": count_words(plain_text(html))})


@require_POST
def paste(request, slug):
    """A pasted text as CommonMark: {"text", "dropped"}."""
    get_object_or_404(Call, slug=slug, is_public=True)
    if not allow("form reading", client_address(request), *READINGS):
        return _no(_("Much was read for your network in the last hour. Paste the plain text, or wait a while."), 429)
    html = request.POST.get("html", "")
    if len(html) > MOST_PASTED:
        return _no(_("This is too long to be cleaned. Paste it in parts."), 413)
    text, dropped = from_html.to_commonmark(html)
    return JsonResponse({"text": text, "dropped": dropped_words(dropped)})


@require_POST
def word(request, slug):
    """A Word file as CommonMark: {"text", "dropped"}."""
    get_object_or_404(Call, slug=slug, is_public=True)
    try:
        text, dropped = read_word(request, request.FILES.get("docx"))
    except NotRead as error:
        return _no(str(error), error.status)
    return JsonResponse({"text": text, "dropped": dropped})


class NotRead(Exception):
    """A Word file that gave no text. Its text is a sentence for the contributor."""

    def __init__(self, sentence, status=422):
        super().__init__(sentence)
        self.status = status


def read_word(request, upload):
    """The text of an uploaded .docx as (CommonMark, sentence on what was left out). Raises NotRead."""
    if upload is None:
        raise NotRead(_("Choose a Word file first."))
    name = files.shown_name(upload.name)
    if not name.lower().endswith(".docx"):
        raise NotRead(_("“%s” is not a .docx file. Save your text as one, or paste it.") % name)
    if upload.size > files.MOST_BYTES:
        raise NotRead(_("“%s” is too large. Take its pictures out, or paste the text.") % name, 413)
    if not allow("form reading", client_address(request), *READINGS):
        raise NotRead(_("Much was read for your network in the last hour. Paste the text, or wait a while."), 429)
    path = _written(upload)
    try:
        text, dropped = documents.to_commonmark(path)
    except limited.Refused as error:
        raise NotRead(str(error)) from None
    finally:
        with suppress(FileNotFoundError):
            path.unlink()
    if not text.strip():
        raise NotRead(_("“%s” holds no text that we could read.") % name)
    return text, dropped_words(dropped)


def _written(upload):
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, path = tempfile.mkstemp(dir=folder, prefix="word-", suffix=".docx")
    with os.fdopen(handle, "wb") as file:
        for piece in upload.chunks():
            file.write(piece)
    return Path(path)


def _no(sentence, status):
    return JsonResponse({"problem": sentence}, status=status)
