"""What of the readers' pages hangs on which piece, for ccsis.caching: the names, and what a publication touches.

    page_of(publication)   the names that a page of this piece depends on
    state_of(publication)  what others show of it, to be taken before and after a change
    touch(before, after)   after a change: the piece's own pages always, others only where they show something else
"""

from dataclasses import dataclass

from articles.models import Person, Publication
from ccsis import caching

SITE = "site"  # settings, pages, controlled lists, people, pictures: rare, and every page shows some of them
LIST = "list"  # which pieces there are, and what a card of them shows
TEXTS = "texts"  # whatever shows whole texts or says when something was changed last: feeds, sitemaps
HOME = (SITE, LIST)
KINDS = ("topic", "region", "tag", "series", "person", "group")
MANY = 5  # pieces at once, as in an import
ON_A_CARD = ("title", "subtitle", "standfirst", "slug", "kind", "language", "published_at", "number", "minutes")
ON_A_CARD += ("lead_image_id", "relief", "series_id", "series_part", "group_id", "is_original", "follows_version")


def under(kind, pk):
    """The name of what stands under a topic, region, tag, series or person, or of the translations of one piece."""
    return f"{LIST}:{kind}:{pk}"


def piece(article_id):
    return f"piece:{article_id}"


@dataclass(frozen=True)
class State:
    """What others show of a publication, and where."""

    article_id: int
    card: tuple
    places: frozenset  # names of the lists in which it stands


def state_of(publication):
    """The State of a saved publication. Four queries, none where its relations are prefetched."""
    credits = [(credit.name, credit.role, credit.person_id) for credit in publication.credits.all()]
    places = {under("group", publication.group_id)}
    for kind in ("topic", "region", "tag"):
        places |= {under(kind, row.pk) for row in getattr(publication, f"{kind}s").all()}
    places |= {under("person", pk) for _name, _role, pk in credits if pk}
    if publication.series_id:
        places.add(under("series", publication.series_id))
    card = tuple(getattr(publication, name) for name in ON_A_CARD)
    return State(publication.article_id, (card, tuple(credits)), frozenset(places))


def page_of(publication):
    """What the page of a publication shows: itself, its translations, its series, and pieces on the same things."""
    return {SITE, piece(publication.article_id), *state_of(publication).places}


def below(publication):
    """What the addresses below a page show, its versions and other forms: the piece and its translations. No query."""
    return {SITE, piece(publication.article_id), under("group", publication.group_id)}


def touch(before, after):
    """In the transaction that wrote or removed a publication. `before`, `after`: its State, None where it had none."""
    here = after or before
    names = {piece(here.article_id), TEXTS}
    if before is None or after is None or before.card != after.card or before.places != after.places:
        names |= {LIST, *(before.places if before else ()), *(after.places if after else ())}
    caching.touch(*names)


def touch_new(publications):
    """The same for pieces that are new wherever they are shown; where they are many, everything is made anew."""
    if len(publications) > MANY:
        return touch_all()
    for publication in publications:
        touch(None, state_of(publication))


def touch_picture(image):
    """A picture of the library, or how it is cut and packed, has changed."""
    if Person.objects.filter(photo=image).exists():
        return touch_all()
    touch_new(Publication.objects.showing(image)[: MANY + 1])


def touch_all():
    """Everything that readers see may have changed."""
    caching.touch(SITE, LIST, TEXTS)
