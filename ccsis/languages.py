"""The languages that the site itself speaks: /ru/ and /fa/ before an address, nothing for English.

The address alone decides, so that every page is the same for everybody and may be kept: no cookie, no Accept-Language.
Lists, forms and pages are written `path(spoken("topics/"), …)` and exist once a language. A publication exists once:
its frame speaks the language of the piece where the site speaks that, and English where it does not.
"""

from urllib.parse import unquote

from django.conf import settings
from django.urls import translate_url
from django.utils import translation
from django.utils.functional import lazy

from ccsis.scripts import LANGUAGE_NAMES, direction


def spoken(route):
    """A route for `path` or `re_path` that is the same in every language but for what stands before it."""
    begins = "^" if route.startswith("^") else ""
    return _in_language(begins, route.removeprefix("^"))


def _with_prefix(begins, route):
    language = translation.get_language() or settings.LANGUAGE_CODE
    prefix = "" if language == settings.LANGUAGE_CODE else f"{language}/"
    return begins + prefix + route


_in_language = lazy(_with_prefix, str)


def of_address(path):
    """The language that an address is in, by its first part."""
    first = path[1:].partition("/")[0]
    is_other = first in dict(settings.LANGUAGES) and path.startswith(f"/{first}/")
    return first if is_other and first != settings.LANGUAGE_CODE else settings.LANGUAGE_CODE


def of_frame(language):
    """The language in which the frame round a text of this language speaks."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def framed(language):
    """A context in which the site speaks as the frame round a text of this language does."""
    return translation.override(of_frame(language))


def home():
    """The path of the front page in the language that is being spoken."""
    return "/" + _with_prefix("", "")


def elsewhere(path):
    """The same page in each language, as [(code, its own name, path, is it this one)]; [] for one that exists once."""
    here = translation.get_language()
    found = []
    for code in dict(settings.LANGUAGES):
        there = path if code == here else translate_url(path, code)
        if code != here and unquote(there) == unquote(path):
            return []
        found.append((code, LANGUAGE_NAMES[code], there, code == here))
    return found if len(found) > 1 else []


def facts():
    """The language that is being spoken, its own name and its direction, for templates."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    return {"language": language, "name": LANGUAGE_NAMES[language], "direction": direction(language)}
