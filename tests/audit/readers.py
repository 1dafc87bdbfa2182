"""Every kind of page that readers see, on the demo site."""

from urllib.parse import urlsplit

from articles import previews
from articles.models import Publication, Region, Series, Tag
from tests import everything, make
from tests.audit.pages import Page


def pages():
    """All of them as Pages. A piece is retracted for it."""
    english = Publication.objects.filter(language="en")
    richest = english.order_by("-words").first()
    day = richest.published_at
    pieces = {
        "analysis": richest,
        "shortest piece": english.order_by("words").first(),
        "simulation": Publication.objects.simulations().first(),
        **{f"piece in {code}": each for code in ("ka", "hy", "fa", "ru", "az", "tr") if (each := _latest(code))},
    }
    pieces |= {f"everything in {code}": row for code, row in everything.publications().items()}
    rows = {
        "topic": richest.topics.first(),
        "region": Region.objects.filter(publications__isnull=False).first(),
        "tag": Tag.objects.filter(publications__isnull=False).first(),
        "one series": Series.objects.filter(publications__isnull=False).first(),
        "person": richest.credits.first().person,
    }
    lists = ["analyses", "simulations", "topics", "regions", "tags", "series", "people", "archive"]
    return [
        Page("home", "/"),
        *(Page(name, f"/{name}/") for name in lists),
        *(Page(name, row.get_absolute_url(), is_piece=True) for name, row in pieces.items()),
        *(Page(name, row.get_absolute_url()) for name, row in rows.items()),
        Page("archive of a year", f"/archive/{day:%Y}/"),
        Page("archive of a month", f"/archive/{day:%Y/%m}/"),
        Page("search", "/search/?q=road"),
        Page("search without words", "/search/"),
        Page("nothing found", "/search/?q=zzzz"),
        Page("a page", "/privacy/"),
        Page("retracted", make.retracted().get_absolute_url(), 410),
        Page("draft shown outside", _draft(richest.article)),
        Page("draft shown outside, dead link", "/preview/nothing/", 404),
        Page("not found", "/analyses/nothing-here/", 404),
        Page("log in", "/accounts/login/"),
    ]


def _draft(article):
    """The address under which somebody outside sees changes of a piece that are not published, and may approve them."""
    publisher = make.user("publisher")
    _link, address = previews.make(article, by=publisher, name="Maia Beridze", may_approve=True)
    return urlsplit(address).path


def _latest(code):
    return Publication.objects.filter(language=code).order_by("published_at").last()
