"""Looking for contact data: by an address, a number, or the name of somebody who hides it.

That something is found tells whose a submission is, as much as reading it there would. So it needs the same right, each
submission that is shown is recorded as looked at, and, like every change, it is a POST; what was looked for stands in
no address, no history of a browser and no log.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions import searching, waiting
from submissions.desk.queue import rows
from submissions.models import Look, Submission

MOST_SHOWN = 20  # enough to find somebody, too few to leaf through everybody


class ContactForm(forms.Form):
    words = forms.CharField(
        label=_("E-mail address, telephone number or real name"),
        help_text=_(
            "The beginning of a word is enough, from three letters or five digits on. "
            "Whatever is found counts as looked at, with your name and the time."
        ),
        max_length=254,
        error_messages={"required": _("Write what you look for.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false", "type": "search"}),
    )

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="id_contact_%s", **kwargs)

    def clean_words(self):
        found = searching.whose_contact(self.cleaned_data["words"])
        if found is None:
            raise forms.ValidationError(_("Write more of it: three letters of each word, or five digits."))
        return found


def page(request, site_context):
    """The form, and what it found. Needs submissions.view_queue and submissions.view_contact."""
    if not request.user.has_perms(["submissions.view_queue", "submissions.view_contact"]):
        raise PermissionDenied
    form = ContactForm(request.POST if request.method == "POST" else None)
    context = {**site_context, "title": _("Search contact data"), "form": form}
    if form.is_valid():
        found = _looked_at(form.cleaned_data["words"], request.user)
        context |= {"rows": found[:MOST_SHOWN], "is_searched": True, "has_more": len(found) > MOST_SHOWN}
    return render(request, "submissions/desk/queue_contact.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _looked_at(condition, user):
    """What is found, the last received first and one more than is shown; each that is shown is recorded."""
    matching = Submission.objects.filter(condition, pile__gt="").order_by("-received_at", "-id")
    found = list(waiting.for_list(matching)[: MOST_SHOWN + 1])
    shown = found[:MOST_SHOWN]
    Look.objects.bulk_create(Look(submission=row, actor=user, actor_name=str(user)) for row in shown)
    rows.shown(shown, timezone.now())
    return found
