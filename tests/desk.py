"""What a browser does with a form of the admin: take it as it came, change a few fields, send all of it."""

from unittest import mock

from django.forms import CheckboxInput, CheckboxSelectMultiple, FileField, SelectMultiple
from django.template.response import SimpleTemplateResponse

SENDS_NOTHING_EMPTY = (CheckboxInput, CheckboxSelectMultiple, SelectMultiple)


def data_of(response, **changes):
    """The fields of a form as a browser sends them back, with `changes`; in these `notes__0__key` is notes-0-key."""
    data = _fields(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        data |= _fields(formset.management_form)
        for form in formset.forms:
            data |= _fields(form)
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


def _fields(form):
    data = {}
    for bound in form:
        value = bound.value()
        widget = getattr(bound.field.widget, "widget", bound.field.widget)
        if isinstance(bound.field, FileField) or (isinstance(widget, SENDS_NOTHING_EMPTY) and not value):
            continue
        value = bound.field.prepare_value(value)
        if isinstance(value, (list, tuple)):
            data[bound.html_name] = [str(part) for part in value]
        else:
            data[bound.html_name] = "on" if value is True else "" if value is None else str(value)
    return data


def edit(client, address, **changes):
    """Open a form, change fields, press Save. Gives the answer, redirects not followed."""
    return client.post(address, data_of(opened(client, address), **changes))


def opened(client, address):
    """The page of a form with its context, not drawn: for who only sends the form, that is most of the work."""
    with mock.patch.object(SimpleTemplateResponse, "rendered_content", ""):
        response = client.get(address)
    response.context = response.context_data
    return response


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def errors_of(response):
    """Every error of the form, as plain sentences."""
    form = response.context["adminform"].form
    return [str(sentence) for sentences in form.errors.values() for sentence in sentences]
