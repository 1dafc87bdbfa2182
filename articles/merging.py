"""What stands where, and one row put in the place of another: people, topics, regions, series, tags, images.

Works from the relations that the models declare, so a relation added later, in this app or another, is found too.
Texts that show an image by its address count as places as well.
"""

import re
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body, filing, locking, renditions, stale
from articles.models import Article, Byline, Credit, Image, Imported, Person, Publication, Rendition, Tag
from articles.searching import index
from ccsis.fields import HtmlField
from ccsis.models import Redirect

SOURCE = 'src="/images/'  # how a text shows a picture of the library; its number follows
FEEDS = ("feed.atom", "feed.rss", "feed.json")  # below the address of a topic, region, series, tag or person


class CannotMerge(Exception):
    """A merge that makes no sense; the message is for the person who asked."""


@dataclass
class Use:
    """Rows of one model in which something stands."""

    model: type
    rows: list

    @property
    def name(self):
        return self.model._meta.verbose_name if len(self.rows) == 1 else self.model._meta.verbose_name_plural


# Where it stands


def uses(row):
    """Where a person, topic, region, series, tag or image stands: a list of Use, empty where it is not in use."""
    found = {}
    for key in _keys_to(type(row)):
        if key.model is Imported:  # it remembers where a row came from, and nothing is lost without it
            continue
        owner = _owner(key)
        for user in key.model._base_manager.filter(**{key.name: row}).select_related(owner):
            _add(found, getattr(user, owner) if owner else user)
    if isinstance(row, Image):
        for html in _html_fields():
            for user in _showing(html, row):
                _add(found, user)
    places = [Use(model, list(rows.values())) for model, rows in found.items()]
    return sorted(places, key=lambda use: str(use.model._meta.verbose_name))


def images_in_use():
    """The numbers of all pictures that stand anywhere: one pass over the texts that hold any."""
    used = set()
    for key in _keys_to(Image):
        if key.model is not Imported:
            used |= set(key.model._base_manager.exclude(**{key.name: None}).values_list(key.attname, flat=True))
    for html in _html_fields():
        texts = html.model._base_manager.filter(**{f"{html.name}__contains": SOURCE})
        for text in texts.values_list(html.name, flat=True).iterator():
            used |= {int(number) for number in re.findall(SOURCE + r'(\d{1,18})"', text)}
    return used


def _add(found, row):
    found.setdefault(type(row), {})[row.pk] = row


def _keys_to(model):
    """Every foreign key to this model, those in the tables of many-to-many relations included."""
    relations = model._meta.get_fields(include_hidden=True)
    keys = [relation.field for relation in relations if relation.auto_created and not relation.concrete]
    return [key for key in keys if not key.many_to_many and key.model is not Rendition]  # these go with their picture


def _owner(key):
    """The other foreign key of a row that only joins two things; None where the row stands for itself."""
    joins = key.model._meta.auto_created or key.model in (Byline, Credit) or key.model.__name__ == "TaggedArticle"
    if not joins:
        return None
    owners = ("article", "publication", "content_object")
    others = [other.name for other in key.model._meta.fields if other.is_relation and other != key]
    return next((name for name in others if name in owners), others[0])


def _html_fields():
    return [
        field for model in apps.get_models() for field in model._meta.concrete_fields if isinstance(field, HtmlField)
    ]


def _showing(html, image):
    return html.model._base_manager.filter(**{f"{html.name}__contains": _source(image)})


def _source(image):
    return f'{SOURCE}{image.pk}"'


# In the place of


@transaction.atomic
def merge(old, new, *, by, now=None):
    """Put `new` wherever `old` stands and delete `old`; its address leads to the new one from now on.

    A tag stays, as a synonym: who types the old word gets the new tag. Takes two rows of one model and who does it.
    Gives the row that stands now. Raises CannotMerge where the two are one.
    """
    if isinstance(old, Tag):
        new = new.synonym_of or new
    if type(old) is not type(new) or old.pk == new.pk:
        raise CannotMerge(_("Choose another one: these two are the same."))
    now = now or timezone.now()
    touched, found = _pieces_with(old), index.numbers_under(old)
    if isinstance(old, Person):
        _drop_double_names(old, new)
    for key in _keys_to(type(old)):
        _move(key, old, new)
    if isinstance(old, Image):
        _show_other_image(old, new)
    else:
        filing.put_together(old, new)
    _move_on(touched, old, new, by=by, now=now)
    _close(old, new)
    index.take_later(found)
    stale.touch_all()
    return new


def _pieces_with(row):
    return sorted({user.pk for use in uses(row) if use.model is Article for user in use.rows})


def _move(key, old, new):
    """Turn the foreign keys, leaving out what would stand twice."""
    rows = key.model._base_manager.filter(**{key.name: old})
    for partners in _unique_with(key):
        twin = key.model._base_manager.filter(**{key.name: new}, **{name: OuterRef(name) for name in partners})
        rows.filter(Exists(twin)).delete()
    rows.update(**{key.name: new})


def _unique_with(key):
    """The names of the fields that must differ where this key is the same."""
    meta = key.model._meta
    together = [*meta.unique_together, *(constraint.fields for constraint in meta.total_unique_constraints)]
    return [[name for name in names if name != key.name] for names in together if key.name in names]


def _drop_double_names(old, new):
    """Nobody stands twice in one role under one piece."""
    for model, piece in ((Byline, "article"), (Credit, "publication")):
        twin = model.objects.filter(**{piece: OuterRef(piece)}, person=new, role=OuterRef("role"))
        model.objects.filter(Exists(twin), person=old).delete()


def _show_other_image(old, new):
    for html in _html_fields():
        for row in _showing(html, old):
            text = getattr(row, html.name).replace(_source(old), _source(new))
            html.model._base_manager.filter(pk=row.pk).update(**{html.name: text})
    for publication in Publication.objects.filter(body__contains=_source(new)):
        page = body.render(publication.body, publication.notes, publication.language)
        Publication.objects.filter(pk=publication.pk).update(page=page.html, page_policy=page.policy)


def _move_on(pieces, old, new, *, by, now):
    """Forms that were open meanwhile must not bring the old row back; what was not pending does not become so."""
    kind = old._meta.model_name
    for article in Article.objects.filter(pk__in=pieces):
        Publication.objects.filter(article=article, row_version__gte=article.readers_version).update(
            row_version=article.row_version + 1
        )
        locking.take_text(article, now=now)
        locking.record(article, "replace", by=by, now=now, what=kind, old=old.pk, new=new.pk)


def _close(old, new):
    if isinstance(old, Tag):
        old.synonym_of = new
        old.save()
        return
    if isinstance(old, Person):
        _hand_over(old, new)
    old_address, new_address = _address(old), _address(new)
    if isinstance(old, Image):
        renditions.delete_after_commit(old)
    old.delete()
    leave_address(old_address, new_address)


def _hand_over(old, new):
    """An account and the place as default byline go to the one that stays, where it has none."""
    user, is_default = old.user, old.is_default_byline
    old.user, old.is_default_byline = None, False
    old.save(update_fields=["user", "is_default_byline"])
    new.user = new.user or user
    new.is_default_byline = new.is_default_byline or is_default
    new.save(update_fields=["user", "is_default_byline"])


def _address(row):
    return row.body_address if isinstance(row, Image) else row.get_absolute_url()


def leave_address(old, new):
    """Readers and feed readers who hold the old address of a row find the new one."""
    Redirect.objects.leave(old, new)
    if new.endswith("/"):
        for feed in FEEDS:
            Redirect.objects.leave(old + feed, new + feed)
