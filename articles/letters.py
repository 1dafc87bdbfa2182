"""The letters of the desk about pieces: each function puts one letter into the outbox, in the move's own transaction.

None carries a word of a draft: its title could be what must not be known yet. They lead to the page at the desk, where
rights are asked.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as L

from ccsis import letters

_PAGE = f"{settings.SITE_URL}/admin/…"

SAMPLES = [
    letters.Sample(
        L("To a publisher: not published on its date"),
        "piece_missed",
        {"piece": 12, "reasons": ["On hold: waiting for the contributor"], "address": _PAGE},
    ),
]


def missed(article, event, publisher, reasons):
    """Tells who had scheduled a piece that it could not be published, and why."""
    return _put("piece_missed", article, publisher, f"piece-{event.pk}", reasons=[str(each) for each in reasons])


def _put(template, article, colleague, key, place="", **params):
    """One letter to one colleague, in that person's place of the key."""
    address = settings.SITE_URL + reverse("admin:articles_article_change", args=[article.pk]) + place
    return letters.put(
        template,
        colleague.email,
        params={"piece": article.pk, "address": address, **params},
        key=f"{key}-{colleague.pk}",
        about=f"article:{article.pk}",
    )
