"""The contributor's form: the open calls, one call with its form, and the form of something that was put by or sent.

Whatever goes wrong on the way (a stale form, too many tries, a call that closed meanwhile), the page that says so
holds everything that was typed.
"""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ccsis.forgery import is_from_our_page
from ccsis.limits import allow, client_address
from submissions.form import coauthors, enclosures, help
from submissions.form.by_link import by_link
from submissions.form.drafts import save
from submissions.form.preview import preview_of
from submissions.form.sending import send
from submissions.form.sheet import Sheet
from submissions.form.showing import HOUR, page, show, show_kept, show_typed, too_many
from submissions.form.visible import call_for
from submissions.models import Call

# A university behind one address must not be locked out.
PAGES_PER_ADDRESS = (600, HOUR)


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
    sheet = Sheet.of_call(request, call, now)
    if is_preview:
        return show(sheet, sheet.begun(), is_preview=True)
    if request.method == "POST":
        return _answer(sheet)
    if not call.is_open(now):
        return _found_by_search(render(request, "submissions/closed.html", page(sheet)))
    return _found_by_search(show(sheet, sheet.begun()))


def _found_by_search(response):
    """An empty form is kept by nobody, for it has a cookie; but who looks for a call shall find it."""
    response["X-Robots-Tag"] = "all"
    return response


@by_link("manage", asks_itself=True)
def edit(request, link):
    """The form of a draft, to go on with it, or of something that was sent, to change it."""
    sheet = Sheet.of_link(request, link, timezone.now())
    if request.method == "POST":
        return _answer(sheet)
    return show(sheet, sheet.begun()) if sheet.may_send() else show_kept(sheet, sheet.begun())


def _answer(sheet):
    """What was posted: do what its button says, or show it again with a word on why not."""
    request = sheet.request
    if not is_from_our_page(request):
        notice = _("The page had been open too long, or your browser keeps no cookie for it. Send it once more.")
        return show_typed(sheet, notice=_with_files(request, notice), status=403)
    if not allow("submit page", client_address(request), *PAGES_PER_ADDRESS):
        return too_many(sheet)
    if sheet.stamp is None:
        notice = _("Something was missing from the page. Send it once more.")
        return show_typed(sheet, notice=_with_files(request, notice), status=409)
    if "save" in request.POST and sheet.may_save():
        enclosures.take(sheet)
        return save(sheet)
    if not sheet.may_send():
        return show_kept(sheet, sheet.typed(request.POST), is_new=True, status=410)
    enclosures.take(sheet)
    for button, answer in BUTTONS.items():
        if button in request.POST:
            return answer(sheet)
    return send(sheet)


def _with_files(request, notice):
    """A browser does not choose files again by itself."""
    return f"{notice} {_('Choose your files once more before.')}" if request.FILES else notice


def _preview(sheet):
    return show_typed(sheet, preview=preview_of(sheet.posted()))


def _attach(sheet):
    return show_typed(sheet)


def _remove_file(sheet):
    enclosures.remove(sheet, sheet.request.POST["remove_file"])
    return show_typed(sheet)


def _fill(sheet):
    """The text of a Word file goes into the form, below what is written there already."""
    data = sheet.request.POST.copy()
    try:
        text, dropped = help.read_word(sheet.request, sheet.request.FILES.get("docx"))
    except help.NotRead as error:
        return show_typed(sheet, word_problem=str(error), status=error.status)
    written = data.get("text", "").rstrip()
    data["text"] = f"{written}\n\n{text}" if written else text
    told = _("The text of the file stands above. Read it through.")
    return show_typed(sheet, data=data, word_told=" ".join(filter(None, [told, dropped])))


def _add_coauthor(sheet):
    return show_typed(sheet, data=coauthors.with_one_more(sheet.request.POST.copy()))


def _remove_coauthor(sheet):
    number = sheet.request.POST["remove_coauthor"]
    data = sheet.request.POST.copy()
    if number.isascii() and number.isdecimal() and len(number) < 4:
        data = coauthors.without(data, int(number))
    return show_typed(sheet, data=data)


# What the buttons of the form are called, and what each does. Without any of them the form is sent.
BUTTONS = {
    "preview": _preview,
    "fill": _fill,
    "attach": _attach,
    "remove_file": _remove_file,
    "add_coauthor": _add_coauthor,
    "remove_coauthor": _remove_coauthor,
}
