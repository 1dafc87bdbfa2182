"""The contributor's pages: the open calls, one call with its form, and the thanks.

Whatever goes wrong on the way (a stale form, too many tries, a call that closed meanwhile), the page that says so
holds everything that was typed.
"""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from ccsis.commonmark import LONGEST, to_html
from ccsis.html import plain_text
from ccsis.limits import allow, client_address
from ccsis.scripts import clean_name, clean_text, count_words, direction
from submissions import receiving
from submissions.form.forms import SubmissionForm
from submissions.form.stamps import new_stamp, read_stamp
from submissions.form.visible import call_for
from submissions.models import Call, Contributor, Submission, mailbox_of

HOUR, DAY = 3600, 24 * 3600
# A university behind one address must not be locked out; a mailbox must not be filled by somebody else.
PAGES_PER_ADDRESS = (600, HOUR)
SENT_PER_ADDRESS = (60, HOUR)
SENT_PER_MAILBOX = (6, DAY)


@require_safe
def submit(request):
    """The calls that are open now."""
    return render(request, "submissions/submit.html", {"calls": Call.objects.open(), "section": "simulations"})


@csrf_exempt  # it asks by itself, so that a stale form is shown again and not lost
@require_http_methods(["GET", "HEAD", "POST"])
def call(request, slug):
    """A call and its form; a closed call says so."""
    now = timezone.now()
    call, is_preview = call_for(request, slug, now)
    if is_preview:
        return _form_page(request, call, SubmissionForm(call), new_stamp(call, now), is_preview=True)
    if request.method == "POST":
        return _answer(request, call, now)
    if not call.is_open(now):
        return render(request, "submissions/closed.html", _page(call))
    return _form_page(request, call, SubmissionForm(call), new_stamp(call, now))


@require_safe
def sent(request, slug, reference):
    """The thanks. It looks nothing up: whoever guesses a reference learns nothing from it."""
    call = get_object_or_404(Call.objects.known_to_readers(), slug=slug)
    return render(request, "submissions/sent.html", _page(call, reference=reference))


def _answer(request, call, now):
    """What was posted: preview it, take it in, or show it again with a word on why not."""
    form = SubmissionForm(call, request.POST)
    stamp = read_stamp(call, request.POST.get("stamp", ""))
    if not call.is_open(now) and not _may_still_come(call, stamp, now):
        return render(request, "submissions/closed.html", _page(call, form=form), status=410)
    fresh = stamp or new_stamp(call, now)
    if not is_from_our_page(request):
        notice = _("The page had been open too long, or your browser keeps no cookie for it. Send it once more.")
        return _form_page(request, call, form, fresh, notice=notice, status=403)
    if not allow("submit page", client_address(request), *PAGES_PER_ADDRESS):
        return _too_many(request, call, form, fresh)
    if "preview" in request.POST:
        return _form_page(request, call, form, fresh, preview=_preview(call, request.POST), is_checked=False)
    if stamp is None:
        notice = _("Something was missing from the page. Send it once more.")
        return _form_page(request, call, form, fresh, notice=notice, status=409)
    if not form.is_valid():
        return _form_page(request, call, form, stamp)
    return _take(request, call, form, stamp, now)


def _take(request, call, form, stamp, now):
    """Take in a valid form, once; the same form sent again leads to the same thanks."""
    data = form.cleaned_data
    known = Submission.objects.select_related("revision").filter(nonce=stamp.nonce).first()
    if known is None:
        if not allow("submit", client_address(request), *SENT_PER_ADDRESS):
            return _too_many(request, call, form, stamp)
        if not allow("submit to mailbox", mailbox_of(data["email"]), *SENT_PER_MAILBOX):
            return _too_many(request, call, form, stamp, by_mailbox=True)
        known = receiving.take(call, form.filled(), nonce=stamp.nonce, now=now)
    if _has_changed(form, known):
        notice = _(
            "You have sent this form before, as %s. What you changed since is below and has not been sent. "
            "Send it now, and it arrives as a second simulation."
        )
        return _form_page(request, call, form, new_stamp(call, now), notice=notice % known.reference, status=409)
    return redirect("form:sent", slug=call.slug, reference=known.reference)


def _has_changed(form, submission):
    """Whether the form was sent before with other words in it."""
    first, data = submission.revisions.get(n=1), form.cleaned_data
    person = Contributor.objects.filter(submission=submission).values(*form.contributor()).first()
    return (first.title, first.source) != (data["title"], data["text"]) or person not in (None, form.contributor())


def is_from_our_page(request):
    """Django's own check against forged forms, asked for its answer."""
    return csrf_protect(_nothing)(request).status_code == 204


def _nothing(request):
    return HttpResponse(status=204)


def _may_still_come(call, stamp, now):
    """Whether this form was opened before the call closed, and comes within the grace."""
    return stamp is not None and stamp.opened_at < call.closes_at and call.takes_forms_opened_earlier(now)


def _preview(call, data):
    """The text as readers will see it, made by the same renderer."""
    text, language = clean_text(data.get("text", "")), data.get("language", "")
    if language not in call.languages:
        language = (call.languages or ["en"])[0]
    html, notes = to_html(text[:LONGEST])
    return {
        "title": clean_name(data.get("title", "")),
        "html": html,
        "notes": notes,
        "words": count_words(plain_text(html)),
        "language": language,
        "direction": direction(language),
        "is_cut": len(text) > LONGEST,
    }


def _too_many(request, call, form, stamp, *, by_mailbox=False):
    notice = (
        _("Several simulations came with this e-mail address today. We take no more of them: send this one tomorrow.")
        if by_mailbox
        else _("Much was sent from your network in the last hour. Wait a while, then send it once more.")
    )
    response = _form_page(request, call, form, stamp, notice=notice, status=429)
    response["Retry-After"] = str(DAY if by_mailbox else HOUR)
    return response


def _form_page(
    request, call, form, stamp, *, notice="", preview=None, is_checked=True, is_preview=False, status=200
):
    """The call with its form. Without `is_checked`, or with a notice, the fields are shown without their errors."""
    errors = form.errors if form.is_bound and is_checked and not notice else {}
    context = _page(call, form=form, stamp=stamp.text, notice=notice, preview=preview, errors=errors)
    context["is_preview"] = is_preview
    if not errors and form.is_bound:
        form = context["form"] = _as_typed(call, form)
    return render(request, "submissions/call.html", context, status=status)


def _as_typed(call, form):
    """The same form, holding what was typed, unchecked."""
    return SubmissionForm(call, initial={name: form[name].value() for name in form.fields})


def _page(call, **more):
    return {"call": call, "section": "simulations", **more}
