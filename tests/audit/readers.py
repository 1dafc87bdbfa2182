"""Every kind of page that readers see, on the demo site."""

from urllib.parse import urlsplit

from articles import previews
from articles.models import Publication, Region, Series, Tag
from ccsis import paper
from tests import everything, make
from tests.audit.pages import Page

# Those that exist once a language, by the names that they have in `pages`.
SPOKEN = (
    *("home", "analyses", "simulations", "topics", "topic", "person", "archive", "archive of a month", "corrections"),
    *("search with facets", "nothing found", "a page", "not found"),
)


def pages():
    """All of them as Pages. A piece is retracted for it."""
    made = [*_lists(), *_pieces(), *_beside_a_piece(), *_of_accounts()]
    spoken = [
        Page(f"{page.name}, {code}", f"/{code}{page.address}", page.status)
        for code in ("ru", "fa")
        for page in made
        if page.name in SPOKEN
    ]
    return made + spoken


def _lists():
    richest = _richest()
    day = richest.published_at
    rows = {
        "topic": richest.topics.first(),
        "region": Region.objects.filter(publications__isnull=False).first(),
        "tag": Tag.objects.filter(publications__isnull=False).first(),
        "one series": Series.objects.filter(publications__isnull=False).first(),
        "person": richest.credits.first().person,
    }
    lists = ["analyses", "simulations", "topics", "regions", "tags", "series", "people", "archive", "corrections"]
    return [
        Page("home", "/"),
        *(Page(name, f"/{name}/") for name in lists),
        *(Page(name, row.get_absolute_url()) for name, row in rows.items()),
        Page("archive of a year", f"/archive/{day:%Y}/"),
        Page("archive of a month", f"/archive/{day:%Y/%m}/"),
        Page("analyses, narrowed", f"/analyses/?language=en&year={day:%Y}"),
        Page("search", "/search/?q=road"),
        Page("search with facets", "/search/?q=road&type=analysis&language=en"),
        Page("search without words", "/search/"),
        Page("nothing found", "/search/?q=zzzz"),
        Page("a page", "/privacy/"),
        Page("the API", "/api/v1/"),
        Page("not found", "/analyses/nothing-here/", 404),
    ]


def _pieces():
    """Pages of publications, which are held to less weight."""
    english = Publication.objects.filter(language="en")
    pieces = {
        "analysis": _richest(),
        "shortest piece": english.order_by("words").first(),
        "simulation": Publication.objects.simulations().first(),
        **{f"piece in {code}": each for code in ("ka", "hy", "fa", "ru", "az", "tr") if (each := _latest(code))},
    }
    pieces |= {f"everything in {code}": row for code, row in everything.publications().items()}
    return [Page(name, row.get_absolute_url(), is_piece=True) for name, row in pieces.items()]


def _beside_a_piece():
    """Its versions, its PDF that is still to be made, and what stands in its place."""
    found = []
    for code in ("en", "fa"):
        address = Publication.objects.filter(language=code, version__gt=1).latest("updated_at").get_absolute_url()
        found += [
            Page(f"version in {code}", f"{address}v/1/"),
            Page(f"versions compared in {code}", f"{address}v/2/since/1/"),
            Page(f"print.pdf in {code}", f"{address}print.pdf", 202 if paper.can_be_made() else 404),
        ]
    return [
        *found,
        Page("retracted", make.retracted().get_absolute_url(), 410),
        Page("draft shown outside", _draft(_richest().article)),
        Page("draft shown outside, dead link", "/preview/nothing/", 404),
    ]


def _of_accounts():
    """The login, and what a member of staff comes to by it."""
    who = {"username": make.user("author").username, "password": make.PASSWORD}
    pages = {
        "own account": "",
        "one more app": "app/",
        "one more passkey": "passkeys/add/",
        "password changed": "password/",
    }
    return [
        Page("log in", "/accounts/login/"),
        Page("telephone lost", "/accounts/login/lost/"),
        Page("password forgotten", "/accounts/password/reset/"),
        *(
            Page(name, f"/accounts/login/?next=/accounts/{below}", typed=who, press="Log in")
            for name, below in pages.items()
        ),
    ]


def _richest():
    """The longest piece in English."""
    return Publication.objects.filter(language="en").order_by("-words").first()


def _draft(article):
    """The address under which somebody outside sees changes of a piece that are not published, and may approve them."""
    publisher = make.user("publisher")
    _link, address = previews.make(article, by=publisher, name="Maia Beridze", may_approve=True)
    return urlsplit(address).path


def _latest(code):
    return Publication.objects.filter(language=code).order_by("published_at").last()
