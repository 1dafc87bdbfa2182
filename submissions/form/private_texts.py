"""The texts as they came: read one, compare two, take everything along."""

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ccsis.compare import compare
from ccsis.limits import allow
from submissions import scenario, takeout
from submissions.form.by_link import by_link, to_page
from submissions.form.private_page import manage_page
from submissions.models import Link

MANAGE = Link.Purpose.MANAGE
HOUR = 3600
TAKEN_PER_SUBMISSION = (30, HOUR)


@by_link(MANAGE)
def text(request, link, n):
    """One text of the submission, with what was answered beside it."""
    revision = link.submission.revisions.filter(n=n).first()
    if revision is None:
        return to_page(link.token)
    labels = dict(link.submission.call.questions.values_list("key", "label"))
    context = {
        "token": link.token,
        "submission": link.submission,
        "revision": revision,
        "numbers": list(link.submission.revisions.order_by("n").values_list("n", flat=True)),
        "rows": list(scenario.rows(revision.scenario)),
        "answers": [(labels.get(key, key), answer) for key, answer in revision.answers.items()],
    }
    return render(request, "submissions/private/text.html", context)


@by_link(MANAGE)
def changes(request, link):
    """Two texts compared word by word: ?old=1&new=2."""
    revisions = link.submission.revisions
    old, new = (revisions.filter(n=_number(request.GET.get(name))).first() for name in ("old", "new"))
    if old is None or new is None:
        return to_page(link.token)
    context = {
        "token": link.token,
        "submission": link.submission,
        "old": old,
        "new": new,
        "numbers": list(revisions.order_by("n").values_list("n", flat=True)),
        "compared": compare(f"{old.title}\n\n{old.source}", f"{new.title}\n\n{new.source}"),
    }
    return render(request, "submissions/private/changes.html", context)


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else 0


@by_link(MANAGE)
def everything(request, link):
    """All that we hold, as a ZIP."""
    if not allow("everything", link.submission_id, *TAKEN_PER_SUBMISSION):
        return manage_page(request, link, problem=_("It was downloaded many times. Wait an hour."), status=429)
    response = StreamingHttpResponse(takeout.archive(link.submission), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{takeout.name_of(link.submission)}"'
    return response
