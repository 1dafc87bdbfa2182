"""Old addresses: the one form in which they are kept, and every form in which readers may still hold them.

    canonical("/2021/07/%E1%83%AE/?utm_source=x")  ->  "/2021/07/ხ/"
    canonical("/index.php?page_id=12")             ->  "/?p=12"
    find("/2021/07/ხ/feed/")                       ->  "/analyses/khidi/"

A path is kept decoded. WordPress names things by a query too; of that the one parameter that names something is kept.
"""

import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlencode

from ccsis.models import Redirect

# The parameters of WordPress that name a page, and the name under which each is kept: all its posts share one count.
BY_QUERY = {
    **{"p": "p", "page_id": "p", "attachment_id": "p"},
    **{name: name for name in ("cat", "tag", "author", "m", "feed")},
}
NAMES_A_PAGE = re.compile(rf"(?:^|&)(?:{'|'.join(BY_QUERY)})=[^&]")
LONGEST_QUERY = 2000
MOST_PARAMETERS = 30
# What WordPress answers below every address: further pages, comments, feeds.
FEED_KIND = re.compile(r"/feed/(?:rss2?|atom|rdf)/?$")
TAIL = re.compile(r"/(?:page/\d{1,6}|comment-page-\d{1,6}|amp|embed|trackback|feed(?:/\w{1,10})?)/?$")
PICTURE_SIZE = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled)(?=\.\w{1,5}$)")


def canonical(address):
    """The form in which an old address is kept. Takes a path with or without a query, encoded or not."""
    path, _mark, query = address.partition("?")
    path = unicodedata.normalize("NFC", unquote(path))
    named, _rest = _named(query)
    return f"{path.removesuffix('index.php')}?{named}" if named else path


def names_a_page(query):
    """May this query name a page of an old site? Asked for every visit of the home page."""
    return bool(NAMES_A_PAGE.search(query))


def find(path, query=""):
    """Where the page of an old address stands now, with what the query holds besides; or None. One query.

    Takes the decoded path, and the query as it came.
    """
    named, rest = _named(query)
    wanted = list(dict.fromkeys(_forms(path, named)))
    found = dict(Redirect.objects.filter(old_path__in=wanted).values_list("old_path", "new_path"))
    for old in wanted:
        if old in found and found[old].rstrip("/") != path.rstrip("/"):
            return _with_query(found[old], rest if "?" in old else query)
    return None


def _named(query):
    """(the parameter that names a page as it is kept, the others) of a query; the first is empty where none does."""
    if not names_a_page(query) or len(query) > LONGEST_QUERY:
        return "", query
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return "", query
    for wanted in BY_QUERY:
        for name, value in pairs:
            if name == wanted and value.strip():
                rest = [pair for pair in pairs if pair[0] not in BY_QUERY]
                return f"{BY_QUERY[name]}={value.strip()}", urlencode(rest)
    return "", query


def _forms(path, named):
    """The forms in which an old address may be kept, the most exact first."""
    path = unicodedata.normalize("NFC", path)
    if named:
        yield from (f"{form}?{named}" for form in _slashed(path.removesuffix("index.php")))
    if path == "/":
        return
    for form in dict.fromkeys((path, unquote(path))):  # some links are encoded twice
        yield from _slashed(form)
        yield PICTURE_SIZE.sub("", form)
        yield FEED_KIND.sub("/feed/", form)
        shorter = TAIL.sub("", form)
        if shorter != form:
            yield from _slashed(shorter or "/page")


def _slashed(path):
    bare = path.rstrip("/")
    return dict.fromkeys((path, f"{bare}/", bare or "/"))


def _with_query(address, query):
    if not query or not address.startswith("/"):  # what stands in a query is not for other sites
        return address
    page, mark, place = address.partition("#")
    return f"{page}{'&' if '?' in page else '?'}{query}{mark}{place}"
