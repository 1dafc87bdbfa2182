"""The language that the site speaks on this page, and the texts on it that are in another."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from ccsis import languages
from ccsis.scripts import LANGUAGE_NAMES, direction, main_script
from ccsis.wordings import Worded

# What words in these letters are taken to be in, where nobody said it.
BY_SCRIPT = {"LATIN": "en", "CYRILLIC": "ru", "ARABIC": "fa", "GEORGIAN": "ka", "ARMENIAN": "hy"}

register = template.Library()
register.simple_tag(languages.facts, name="interface")


@register.simple_tag
def tongue(language):
    """The attributes of an element whose text is in this language; nothing where the page is in it."""
    return "" if language == get_language() else in_language(language)


@register.simple_tag
def as_written(text):
    """The attributes of an element with words whose language nobody keeps, by their letters: nothing where the page
    is written in the same ones."""
    script = main_script(str(text))
    is_ours = script == main_script(LANGUAGE_NAMES[get_language()])
    return "" if is_ours or script not in BY_SCRIPT else in_language(BY_SCRIPT[script])


@register.simple_tag
def frame_tongue(foreign):
    """The attributes of an element that speaks the language of the frame inside a text of another language."""
    return in_language(get_language()) if foreign else ""


def in_language(language):
    return format_html(' lang="{}" dir="{}"', language, direction(language))


@register.filter
def said(row, name):
    """What a field says in the language of this page, if its row is a Worded one; else its own words."""
    return row.said(name) if isinstance(row, Worded) else getattr(row, name, "")


@register.simple_tag
def tongue_of(row, name):
    """The attributes of an element that shows this field of a Worded row: nothing where it speaks as the page does."""
    return tongue(row.language_of(name)) if isinstance(row, Worded) else ""


@register.simple_tag
def same_page(path):
    """This page in each language of the site, see languages.elsewhere."""
    return languages.elsewhere(path)


@register.simple_tag
def site_languages():
    """The front page in each language of the site."""
    return languages.elsewhere(languages.home())
