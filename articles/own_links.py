"""Where addresses of our own site lead, asked of our own rows and never over the network.

path_of("https://ccsis.example/topics/energy/?x=1")  ->  "/topics/energy/?x=1"; None for other sites
broken(["/topics/energy/", "/analyses/no-such/"])    ->  {"/analyses/no-such/": "missing"}
"""

from collections import defaultdict
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as L

from articles.models import (
    Article,
    Credit,
    Image,
    Notice,
    Page,
    Person,
    Publication,
    Region,
    Series,
    Tag,
    Topic,
)
from ccsis import redirects

MISSING, GONE, NOT_PUBLIC, PRIVATE = "missing", "gone", "not_public", "private"
CODES = {
    MISSING: L("there is no such page"),
    GONE: L("the piece was retracted or taken down"),
    NOT_PUBLIC: L("readers cannot see it yet"),
    PRIVATE: L("only staff or one person can open it"),
}
FOR_FEW = ("/admin/", "/accounts/", "/submissions/", "/preview/")


def path_of(address):
    """The path and query of an address of our own site, or None of another one."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        if host not in _our_hosts():
            return None
    elif parts.scheme or parts.netloc or not address.startswith("/"):
        return None
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _our_hosts():
    return {urlsplit(settings.SITE_URL).hostname, *settings.ALLOWED_HOSTS} - {"*"}


def broken(paths):
    """Those of our own paths that lead readers nowhere, as {path: code}. A fixed number of queries, and one for each
    path that is not known, to see whether a redirect helps."""
    found, asked = {}, defaultdict(lambda: defaultdict(list))
    for path in dict.fromkeys(paths):
        kind, key = _named(path)
        if kind in CODES:
            found[path] = kind
        elif kind:
            asked[kind][key].append(path)
    for kind, keys in asked.items():
        for key, code in ASK[kind](set(keys)).items():
            found |= dict.fromkeys(keys[key], code)
    return {path: code for path, code in found.items() if code != MISSING or not _leads_on(path)}


def _leads_on(path):
    bare, _mark, query = path.partition("?")
    return redirects.find(unquote(bare), query) is not None


def _named(path):
    """What a path names, as (one of ASK, its key), as (code, "") where that is plain, or ("", "") where it is fine."""
    bare = unquote(path.partition("?")[0])
    if bare.startswith(FOR_FEW):
        return PRIVATE, ""
    if bare.startswith(settings.STATIC_URL):
        return "", ""
    match = _resolved(bare)
    if match is None:
        return MISSING, ""
    name = (match.url_name or "").removesuffix("_feed")
    kind = {"simulation": "publication"}.get(name, name)
    if match.namespace != "site" or kind not in ASK or not match.kwargs:
        return "", ""  # a list, or a page of the other app, which answers for itself
    return kind, str(next(iter(match.kwargs.values())))


def _resolved(path):
    for form in (path, path if path.endswith("/") else f"{path}/"):
        try:
            return resolve(form)
        except Resolver404:
            continue
    return None


# Each takes a set of keys and gives {key: code} of those that are not there


def _rows(model, public, field="slug"):
    """`public(slugs)` gives those of the slugs that readers find; what only we know is not public."""

    def ask(keys):
        seen = set(public(keys))
        known = set(model.objects.filter(**{f"{field}__in": keys - seen}).values_list(field, flat=True))
        return {key: NOT_PUBLIC if key in known else MISSING for key in keys - seen}

    return ask


def _publications(keys):
    seen = set(Publication.objects.filter(slug__in=keys).values_list("slug", flat=True))
    gone = set(Notice.objects.filter(slug__in=keys - seen).values_list("slug", flat=True))
    waiting = set(Article.objects.filter(slug__in=keys - seen - gone).values_list("slug", flat=True))
    return {key: GONE if key in gone else NOT_PUBLIC if key in waiting else MISSING for key in keys - seen}


def _images(keys):
    seen = set(Image.objects.filter(pk__in=[key for key in keys if len(key) < 19]).values_list("pk", flat=True))
    return {key: MISSING for key in keys if key not in map(str, seen)}


def _files(keys):
    return {key: MISSING for key in keys if not default_storage.exists(key)}


def _slugs(model, **conditions):
    return lambda keys: model.objects.filter(slug__in=keys, **conditions).values_list("slug", flat=True)


def _credited(keys):
    return Credit.objects.filter(person__slug__in=keys).values_list("person__slug", flat=True).distinct()


ASK = {
    "publication": _publications,
    "topic": _rows(Topic, _slugs(Topic)),
    "region": _rows(Region, _slugs(Region)),
    "series": _rows(Series, _slugs(Series, publications__isnull=False)),
    "tag": _rows(Tag, _slugs(Tag)),
    "person": _rows(Person, _credited),
    "page": _rows(Page, _slugs(Page, is_public=True)),
    "image": _images,
    "media": _files,
}
