"""Addresses of rows: made from a name in any script, unique, never empty, never a fixed word of the site."""

from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from ccsis.scripts import slugify

# Words that are addresses of the site itself, so no page may be called so.
RESERVED = frozenset(
    "accounts admin analyses api archive calendar corrections feeds healthz images media metrics news-sitemap page "
    "people preview readyz regions robots search series simulations sitemap static submissions submit tags topics "
    "en ru fa hy az ka tr".split()
)


def refuse_reserved(slug):
    """Raises ValidationError, for the clean() of a model, where a slug is a fixed word of the site."""
    if slug in RESERVED:
        raise ValidationError({"slug": _("“%s” is an address of the site itself. Choose another word.") % slug})


def free_slug(model, text, *, pk=None, wanted="", fallback="piece", promised=()):
    """A slug for `text` (or the `wanted` one) that no other row of `model` has or is known by.

    Takes the model, the text, the row's own pk, a slug that somebody typed, and slugs promised to rows to come.
    Gives a slug of at most 80 characters; a taken or reserved one gets -2, -3 and so on.
    """
    base = slugify(wanted or text, fallback=fallback)
    if base in RESERVED:
        base = f"{base}-{fallback}"
    others = model._default_manager.exclude(pk=pk)

    def numbered(n):
        return base if n == 1 else f"{base[: 79 - len(str(n))].rstrip('-')}-{n}"

    def is_taken(n):
        return numbered(n) in promised or others.filter(_known_by(model, numbered(n))).exists()

    return numbered(_first_free(is_taken))


def _first_free(is_taken):
    """The first number that is free. Of thousands of rows with one name each asks a dozen times and not thousands."""
    if not is_taken(1):
        return 1
    low, high = 1, 2
    while is_taken(high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_taken(middle) else (low, middle)
    return high


def taken_slugs(model, slugs):
    """Those of the slugs that a row of `model` has or is known by."""
    found = set()
    for place in _places(model):
        rows = model._default_manager.filter(**{f"{place}__in": slugs})
        found.update(rows.values_list(place, flat=True))
    return found


def _known_by(model, slug):
    return reduce(or_, (Q(**{place: slug}) for place in _places(model)))


def _places(model):
    return ("slug", *getattr(model, "SLUG_ALSO_IN", ()))


class SluggedModel(models.Model):
    """A row whose slug is filled from one of its fields when it is saved without one."""

    SLUG_FROM = "name"
    SLUG_ALSO_IN = ()  # lookups of other rows in which a slug of this one lives on

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = free_slug(type(self), getattr(self, self.SLUG_FROM), pk=self.pk, fallback=self._meta.model_name)
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "slug"}
        super().save(*args, **kwargs)
