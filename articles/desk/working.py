"""Nothing typed into the form of a piece is lost: working copies, who else is here, and two people at one text.

    KeepsText    asks `conflict.meet` before a form is judged, keeps what was not saved, fills a form from a copy
    take         gets what somebody types, every few seconds, and says who else has the piece open

A working copy is what the form would send. It belongs to one person and one open form, and is never saved by itself.
"""

import json
import re
import secrets

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import comparing, history, locking, working
from articles.desk import conflict, typed
from articles.models import Article, WorkingCopy
from articles.parts import Parts

KEY = re.compile(r"[\w-]{8,40}")
MOST_SHOWN = 5


def new_key():
    """The name of a form that is being opened."""
    return secrets.token_urlsafe(15)


class KeepsText:
    """For the admin of pieces."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if not hasattr(request, "sent"):  # asked twice where somebody was quicker: each time with what was sent
            request.sent = request.POST
        request.typed = request.conflict = None
        if request.method == "POST" and "_open" in request.sent:
            return self._open_sent(request, object_id)
        if request.method == "POST":
            piece = self._piece(request, object_id)
            request.conflict = conflict.meet(self, request, piece) if piece else None
        elif (copy := _copy_in_address(request, object_id)) and self.has_change_permission(request, copy.article):
            request.typed = typed.query(copy.fields)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if request.method != "POST" or response.status_code != 200 or getattr(request, "was_saved", False):
            return response
        self._keep_sent(request, self._piece(request, object_id))
        if request.conflict and request.conflict.is_settled:  # something else is wrong, so the choice is still open
            request.is_undecided = True
            request.conflict = conflict.meet(self, request, self._piece(request, object_id))
            response = super().changeform_view(request, object_id, form_url, extra_context)
        return response

    def _piece(self, request, object_id):
        return self.get_queryset(request).filter(pk=unquote(object_id)).first() if object_id else None

    def _open_sent(self, request, object_id):
        """Show a form filled with what was sent, without judging or saving it: by way of a working copy."""
        piece = self._piece(request, object_id)
        key = self._keep_sent(request, piece) if piece or not object_id else None
        return HttpResponseRedirect(f"{request.path}?copy={key}" if key else request.path)

    def _keep_sent(self, request, piece):
        """Keep a form that was sent and could not be saved. Gives the name of the copy, if it has one."""
        if not self.has_add_permission(request) and piece is None:
            return None
        data = request.sent.copy()
        if not KEY.fullmatch(data.get("copy_key", "")):
            data["copy_key"] = new_key()
        try:
            return keep(self, request, piece, data).key
        except working.NotYours:
            return None

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.typed = getattr(request, "typed", None)
        return form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if getattr(request, "typed", None) is not None and request.method == "GET":
            kwargs.pop("initial", None)
            kwargs["data"] = request.typed
        return kwargs

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if not form.is_bound and obj is not None:
            # No form has written into this row, so it stands here as it is saved.
            form.initial["opened"] = json.dumps(comparing.marks(history.snapshot(obj, request.hanging)))
        context.update(shown(self, request, obj, form))
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def save_related(self, request, form, formsets, change):
        """Runs under the lock of the piece, after ArticleAdmin has asked publishing.write."""
        super().save_related(request, form, formsets, change)
        if getattr(request, "conflict", None):
            conflict.keep_aside(form.instance, request.conflict, by=request.user, now=timezone.now())

    def response_add(self, request, obj, post_url_continue=None):
        was_saved(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        was_saved(request, obj)
        return super().response_change(request, obj)

    def get_urls(self):
        own = [
            path("working/", self.take_working, name="articles_article_working"),
            path("here/", self.who_is_here, name="articles_article_here"),
            path("working/discard/", self.admin_site.admin_view(self.discard), name="articles_article_discard"),
        ]
        return [*own, *super().get_urls()]

    def take_working(self, request):
        return take(self, request)

    def who_is_here(self, request):
        return here(self, request)

    def discard(self, request):
        return discard(request)


def was_saved(request, piece):
    """What was typed is saved now, or said nothing new: its copy goes, in the same transaction."""
    request.was_saved = True
    if found := getattr(request, "conflict", None):
        conflict.keep_aside(piece, found, by=request.user, now=timezone.now())
    working.discard(request.user, request.sent.get("copy_key", ""))


def _saved(piece):
    """The piece as it is saved, whatever a form has written into this row."""
    return Article.objects.get(pk=piece.pk)


def _copy_in_address(request, object_id):
    """The own copy that ?copy= names, if it is one of this piece."""
    key = request.GET.get("copy", "")
    pk = unquote(object_id) if object_id else None
    return WorkingCopy.objects.filter(user=request.user, article=pk, key=key).first() if key else None


# Keeping


def keep(desk, request, piece, data, *, now=None):
    """Keep what stands in a form under its own name. Gives the WorkingCopy; raises working.NotYours."""
    opened = data.get("row_version", "")
    return working.keep(
        request.user,
        data["copy_key"],
        fields=typed.fields_of(data),
        piece=piece,
        title=data.get("title", ""),
        text_version=int(opened[:9]) if opened.isdecimal() else 0,
        is_same=not changed(desk, request, piece, data),
        now=now,
    )


def changed(desk, request, piece, data):
    """The parts in which a form differs from what is saved; of a new piece, from an empty one with its byline."""
    return comparing.changed(*_both(desk, request, piece, data))


def _both(desk, request, piece, data):
    mine = typed.snapshot(*typed.forms_of(desk, request, piece and _saved(piece), data))
    if piece:
        return history.snapshot(_saved(piece)), mine
    empty = history.snapshot(Article(language=mine["fields"]["language"], kind=mine["fields"]["kind"]), Parts())
    return empty | {"bylines": mine["bylines"]}, mine


def take(desk, request):
    """What the page sends while somebody types, and every 15 seconds while it is open. Answers in JSON."""
    if request.method != "POST":
        return JsonResponse({}, status=405)
    if not desk.admin_site.has_permission(request):
        return JsonResponse({"is_out": True}, status=401)
    data = request.POST
    if data.get("typed_by") != str(request.user.pk):
        return JsonResponse({"is_other": str(request.user)}, status=409)
    pk = data.get("piece", "")
    piece = get_object_or_404(desk.get_queryset(request), pk=int(pk[:18])) if pk.isdecimal() else None
    if piece is None and not desk.has_add_permission(request):
        raise Http404("may begin no piece")
    if "leave" in data and piece:
        working.leave(request.user, piece)
    answer = {} if "beat" in data else _kept(desk, request, piece, data.copy())
    if piece and "leave" not in data:
        working.attend(request.user, piece)
        answer |= {"people": people(piece, request.user), "overtaken": _overtaken(piece, data)}
    return JsonResponse(answer)


def _kept(desk, request, piece, data):
    if not KEY.fullmatch(data.get("copy_key", "")):
        return {}
    if "local" in data and _is_other_text(request.user, data):
        data["copy_key"] = new_key()  # both stay: what this browser kept, and what the server has
    try:
        copy = keep(desk, request, piece, data)
    except working.NotYours:
        raise Http404("no such form of this person") from None
    return {"kept": timezone.localtime(copy.saved_at).strftime("%H:%M"), "is_same": copy.is_same}


def _is_other_text(user, data):
    there = WorkingCopy.objects.filter(user=user, key=data["copy_key"]).first()
    return there is not None and there.fields != typed.fields_of(data)


def _overtaken(piece, data):
    opened = data.get("row_version", "")
    if opened.isdecimal() and int(opened) >= piece.text_version:
        return ""
    return locking.who_was_first(piece) + " " + _("When you save, you see both texts and nothing is lost.")


def here(desk, request):
    """Who is logged in here now, with a fresh token for forms: asked after a password was given in place."""
    if request.method not in ("GET", "HEAD"):
        return JsonResponse({}, status=405)
    if not desk.admin_site.has_permission(request):
        return JsonResponse({"is_out": True}, status=401)
    return JsonResponse({"user": request.user.pk, "name": str(request.user), "csrf": get_token(request)})


@require_POST
def discard(request):
    """Throw a working copy away, because its owner says so."""
    key = request.POST.get("key", "")
    copy = get_object_or_404(WorkingCopy, user=request.user, key=key)
    working.discard(request.user, key)
    messages.success(request, _("Thrown away. What is saved stays as it is."))
    if copy.article_id is None:
        return HttpResponseRedirect(reverse("admin:articles_article_add"))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[copy.article_id]))


# Showing


def shown(desk, request, piece, form):
    """For the page of a piece: what is kept and not saved, who else is here, and what the script needs."""
    own = form.data.get("copy_key") if form.is_bound else None
    return {
        "conflict": getattr(request, "conflict", None),
        "copies": [found for copy in _unsaved(request, piece, own) if (found := _told(desk, request, piece, copy))],
        "is_typed": getattr(request, "typed", None) is not None,
        "people_here": people(piece, request.user) if piece else [],
        "saved_last": piece and piece.revisions.defer("snapshot").first(),
    }


def _unsaved(request, piece, own):
    return working.unsaved(request.user, piece).exclude(key=own or "")[:MOST_SHOWN]


def _told(desk, request, piece, copy):
    """A copy and what differs in it; None where nothing does any more."""
    differences = comparing.differences(*_both(desk, request, piece, typed.query(copy.fields)))
    if not differences:
        return None
    is_older = piece is not None and copy.text_version < piece.text_version
    return {"copy": copy, "differences": differences, "is_older": is_older}


def people(piece, user):
    """Sentences on who else has the piece open now."""
    found = working.present_at([piece.pk], but=user).get(piece.pk, [])
    return [_sentence(each) for each in found]


def _sentence(present):
    words = _("%s is editing this and has unsaved changes.") if present.has_unsaved else _("%s is editing this.")
    return words % present.name
