"""The letters of the desk about pieces: each function puts one letter into the outbox, in the move's own transaction.

None carries a word of a draft: its title could be what must not be known yet. They lead to the page at the desk, where
rights are asked.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as L

from articles.colleagues import concerned
from articles.models import Assignment
from ccsis import languages, letters, moments

_PAGE = f"{settings.SITE_URL}/admin/…"

SAMPLES = [
    letters.Sample(
        L("To a publisher: not published on its date"),
        "piece_missed",
        {"piece": 12, "reasons": ["On hold: waiting for the contributor"], "address": _PAGE},
    ),
    letters.Sample(
        L("To an author: a piece was sent back"), "piece_sent_back", {"piece": 12, "by": "Levan M.", "address": _PAGE}
    ),
    letters.Sample(
        L("To whom a piece is assigned: it was handed in"),
        "piece_handed_in",
        {"piece": 12, "by": "Nana G.", "address": _PAGE},
    ),
    letters.Sample(
        L("To a colleague: a piece was assigned"),
        "piece_assigned",
        {"piece": 12, "by": "Levan M.", "due_on": "2026-12-04", "address": _PAGE},
    ),
    letters.Sample(
        L("To a colleague: named in a comment on a piece"),
        "piece_mentioned",
        {"piece": 12, "by": "Levan M.", "address": _PAGE},
    ),
    letters.Sample(
        L("To a colleague: a comment on a piece"), "piece_commented", {"piece": 12, "by": "Levan M.", "address": _PAGE}
    ),
    letters.Sample(
        L("To an outsider: a draft to look at"),
        "preview_link",
        {
            "name": "Maia B.",
            "by": "Levan M.",
            "note": "The figures on page two are new. Do they hold?",
            "may_approve": True,
            "until": "9 December 2026",
            "embargo": "12 December 2026, 10:00 (Tbilisi time, UTC+4; 06:00 UTC)",
            "page": f"{settings.SITE_URL}/preview/…/",
        },
    ),
    letters.Sample(
        L("To whoever made a preview link: the text was approved"),
        "preview_approved",
        {"piece": 12, "name": "Maia B.", "address": _PAGE},
    ),
]


def missed(article, event, publisher, reasons):
    """Tells who had scheduled a piece that it could not be published, and why."""
    return _put("piece_missed", article, publisher, f"piece-{event.pk}", reasons=[str(each) for each in reasons])


def sent_back(article, event):
    """Tells who began the piece and to whom it is assigned that it needs work; the note stands on its page."""
    return [_of_event("piece_sent_back", article, event, one) for one in concerned(article, without=event.actor)]


def handed_in(article, event):
    """Tells to whom the piece is assigned that it can be read. Where nobody has it, the desk's front page shows it."""
    assigned = Assignment.objects.filter(article=article, to__is_active=True).select_related("to").first()
    if assigned is None or assigned.to == event.actor:
        return []
    return [_of_event("piece_handed_in", article, event, assigned.to)]


def assigned(article, event, assignment):
    """Tells a colleague that a piece is theirs, and until when."""
    due_on = assignment.due_on.isoformat() if assignment.due_on else ""
    return _of_event("piece_assigned", article, event, assignment.to, due_on=due_on)


def mentioned(comment, colleague):
    """Tells a colleague who is named in a comment."""
    return _of_comment("piece_mentioned", comment, colleague)


def commented(comment, colleague):
    """Tells a colleague whose piece or comment it is that somebody said something."""
    return _of_comment("piece_commented", comment, colleague)


def preview(link, key):
    """Brings an outsider the address of a draft; its secret is minted while the letter is sent."""
    embargo = link.article.embargo_until
    with languages.framed(link.article.language):  # as the page that it leads to
        until = date_format(timezone.localtime(link.expires_at), "DATE_FORMAT")
        embargo = moments.in_words(embargo) if embargo and embargo > timezone.now() else ""
    return letters.put(
        "preview_link",
        link.email,
        params={
            "name": link.name,
            "by": link.created_by_name,
            "note": link.note,
            "may_approve": link.may_approve,
            "until": until,
            "embargo": embargo,
        },
        language=languages.of_frame(link.article.language),
        links={"page": ["articles.previews.address_of", link.pk]},
        key=key,
        about=f"preview:{link.pk}",
    )


def outsider_approved(approval):
    """Tells who made a preview link that its text was approved."""
    maker = approval.link.created_by
    if maker is None or not maker.is_active:
        return None
    key = f"preview-approval-{approval.pk}"
    return _put("preview_approved", approval.link.article, maker, key, "#outsiders", name=approval.link.name)


def _of_event(template, article, event, colleague, **params):
    by = event.actor_name or str(L("the worker"))
    return _put(template, article, colleague, f"piece-{event.pk}", by=by, **params)


def _of_comment(template, comment, colleague):
    place = f"#comment-{comment.pk}"
    key = f"piece-comment-{comment.pk}"
    return _put(template, comment.article, colleague, key, place, by=comment.author_name)


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
