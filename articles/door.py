"""The one door for other apps. It takes and gives plain things: ids, texts, lists of dicts."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles import body, edition, history, locking, publishing, republishing
from articles.models import Article, Byline, Hold, Note, Notice, Publication, Role


@transaction.atomic
def create_draft(
    *,
    title,
    body,
    credits,
    kind="simulation",
    language="en",
    notes=(),
    standfirst="",
    series_id=None,
    topic_ids=(),
    region_ids=(),
    call_title="",
    call_address="",
    scenario=None,
    interests="",
    licence="",
    hold=None,
    hold_reason="",
    now=None,
):
    """A new draft at the desk.

    Takes HTML for the body, notes as [{"key", "text"}], and credits in their order as [{"name", "native_name",
    "title"}], which stand frozen in the byline. `licence` is the name of the licence that they agreed to. `hold` names
    a reason why it must not be published yet. Gives the article's id.
    """
    now = now or timezone.now()
    article = Article(
        kind=kind,
        language=language,
        title=title,
        standfirst=standfirst,
        body=body,
        series_id=series_id,
        call_title=call_title,
        call_address=call_address,
        scenario=scenario or {},
        interests=interests,
        republication=republishing.named(licence),
        created_at=now,
    )
    article.save()
    article.topics.set(topic_ids)
    article.regions.set(region_ids)
    Note.objects.bulk_create(
        Note(article=article, key=note["key"], text=note["text"], position=place)
        for place, note in enumerate(notes, start=1)
    )
    Byline.objects.bulk_create(
        Byline(
            article=article,
            position=place,
            role=Role.CONTRIBUTOR,
            name=credit["name"],
            native_name=credit.get("native_name", ""),
            title=credit.get("title", ""),
        )
        for place, credit in enumerate(credits, start=1)
    )
    publishing.keep_relief(article)
    locking.record(article, "create", by=None, now=now)
    if hold:
        place_hold(article.pk, hold, hold_reason)
    return article.pk


@transaction.atomic
def place_hold(article_id, name, reason):
    """Keep a piece from being published until the hold of this name is lifted.

    Whoever is publishing it at this very moment is done before this returns, or finds the hold.
    """
    list(Article.objects.select_for_update().filter(pk=article_id).values_list("pk"))
    Hold.objects.get_or_create(article_id=article_id, name=name, defaults={"reason": reason})


def lift_hold(article_id, name):
    """Lift a hold; one that is not there is no error. Gives whether there was one."""
    return Hold.objects.filter(article_id=article_id, name=name).delete()[0] > 0


@transaction.atomic
def discard_draft(article_id):
    """Delete a draft that was never published. Gives whether it went; a piece that readers have seen stays."""
    article = Article.objects.filter(pk=article_id, first_published_at__isnull=True).first()
    if article is None:
        return False
    article.delete()
    return True


@transaction.atomic
def discard_untouched(article_id):
    """Delete a draft that nobody has worked on since it was made. Gives whether it went."""
    article = Article.objects.select_for_update().filter(pk=article_id, row_version=1).first()
    if article is None or article.first_published_at is not None:
        return False
    article.delete()
    return True


def standing(article_id):
    """`draft` (also once its time as a publication was over), `published` or `retracted`; None where there is none."""
    if Publication.objects.filter(article_id=article_id).exists():
        return "published"
    if Notice.objects.filter(article_id=article_id, is_expired=False).exists():
        return "retracted"
    return "draft" if Article.objects.filter(pk=article_id).exists() else None


def public_address(article_id):
    """The full address under which readers find a piece, or None while it is not public."""
    publication = Publication.objects.filter(article_id=article_id).first()
    return publication.full_address if publication else None


def public_ids():
    """A query of the ids of all pieces that are public now, for `…__in=`."""
    return Publication.objects.values("article_id")


def retracted_ids():
    """A query of the ids of all pieces that were retracted and stay so, for `…__in=`."""
    return Notice.objects.filter(is_expired=False).values("article_id")


def texts_published_since(moment, article_id, limit):
    """The plain texts of what is public and was changed after this moment, the oldest change first.

    Takes the last moment and article that the caller knows (None and 0 at first), and how many at most. Gives
    (article id, when it was changed, text).
    """
    rows = Publication.objects.order_by("article__changed_at", "article_id")
    if moment is not None:
        later = Q(article__changed_at__gt=moment) | Q(article__changed_at=moment, article_id__gt=article_id)
        rows = rows.filter(later)
    return list(rows.values_list("article_id", "article__changed_at", "text")[:limit])


def public_text(article_id):
    """The plain text of a piece that is public, or None."""
    return Publication.objects.filter(article_id=article_id).values_list("text", flat=True).first()


def public_title(article_id):
    """(title, path) of a piece that is public, or None."""
    publication = Publication.objects.filter(article_id=article_id).only("title", "slug", "kind").first()
    return (publication.title, publication.get_absolute_url()) if publication else None


def final_text(article_id):
    """The text on the desk as readers would see it: {"title", "standfirst", "html", "language", "direction",
    "sha256"}; "body" and "notes" are without what our pages add. The hash is of everything that readers would read,
    the order of names included."""
    draft = edition.draft(Article.objects.get(pk=article_id))
    made = draft.publication
    names = [[credit.name, credit.native_name, credit.title] for credit in draft.credits]
    read = [made.title, made.subtitle, made.standfirst, made.key_points, made.body, made.notes, names]
    read += [made.knowing_text] if made.knowing_text.strip() else []
    return {
        "title": made.title,
        "standfirst": made.standfirst,
        "html": body.page_html(made),
        "body": made.body,
        "notes": made.notes,
        "language": made.language,
        "direction": made.direction,
        "names": names,
        "sha256": history.digest(read),
    }


def texts_for_comparison(article_id):
    """The desk's title and body as (title, HTML), to be shown beside the contributor's own text."""
    return Article.objects.values_list("title", "body").get(pk=article_id)
