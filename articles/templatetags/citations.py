"""What the page of a publication shows machines and those who cite it. Previews show neither."""

from dataclasses import replace

from django import template
from django.conf import settings
from django.utils import translation

from articles.citations import record_of, styles
from articles.citations.files import FORMS
from articles.site import metadata
from articles.site.citations import address_of
from ccsis.html import json_in_script

register = template.Library()
register.filter("json_in_script", json_in_script)


@register.simple_tag(takes_context=True)
def cited(context):
    """How the piece of this page is cited: each style with its runs and its plain text, and the files.

    A version that was followed by another is cited at an address of its own; the files are those of today's.
    """
    publication = context["publication"]
    record, version = _record(context), context.get("this_version")
    is_old = version is not None and not version.is_current
    if is_old:
        record = replace(record, address=f"{record.address}v/{record.version}/", doi="")
    return {
        "styles": [
            {"name": name, "runs": runs, "plain": styles.plain(runs)}
            for name, runs in ((name, write(record)) for name, write in styles.STYLES.items())
        ],
        "files": [] if is_old else _files(publication),
    }


def _files(publication):
    return [{"label": form.label, "address": address_of(publication, name)} for name, form in FORMS.items()]


@register.simple_tag(takes_context=True)
def machine_head(context):
    """What machines read of the piece of this page: a metadata.Head."""
    about = metadata.About(
        publication=context["publication"],
        record=_record(context),
        site=context["site"],
        credits=_credits(context),
        topics=context["topics"],
        regions=context["regions"],
        tags=context["tags"],
        translations=context["translations"],
        documents=context["documents"],
        corrections=context.get("corrections", []),
    )
    with translation.override(settings.LANGUAGE_CODE):  # people and lists have one address for machines
        return metadata.head_of(about)


def _record(context):
    subjects = [*context["topics"], *context["regions"], *context["tags"]]
    return record_of(context["publication"], context["site"], _credits(context), subjects)


def _credits(context):
    return [credit for group in context["byline"] for credit in group["credits"]]
