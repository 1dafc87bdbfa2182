from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from ccsis.fields import HtmlField
from ccsis.scripts import fold
from ccsis.slugs import SluggedModel, free_slug
from ccsis.wordings import Worded


class ControlledList(Worded, SluggedModel):
    """A list that editors keep: a name, an address, an introduction, a place in the order."""

    WORDED = ("name", "introduction")

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, blank=True, help_text=_("Made from the name when left empty.")
    )
    introduction = HtmlField(
        _("introduction"), blank=True, help_text=_("Two or three sentences at the head of its page.")
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self):
        return self.said("name")


class Topic(ControlledList):
    class Meta(ControlledList.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_absolute_url(self):
        return reverse("site:topic", args=[self.slug])


class Region(ControlledList):
    class Meta(ControlledList.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def get_absolute_url(self):
        return reverse("site:region", args=[self.slug])


class Series(ControlledList):
    class Meta(ControlledList.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def get_absolute_url(self):
        return reverse("site:series", args=[self.slug])


LONGEST_FOLDED = 120


def folded_name(name):
    """What tags are compared by. One sign may become many, ﷺ eighteen, so the end of a very long one falls away."""
    return fold(name)[:LONGEST_FOLDED]


class TagQuerySet(models.QuerySet):
    def named(self, name):
        """The tag of this name in any case and spelling of letters, or None."""
        return self.filter(folded=folded_name(name)).select_related("synonym_of").first()


class Tag(TagBase):
    """A free tag. A synonym hands everything over to the tag that it stands for."""

    folded = models.CharField(max_length=LONGEST_FOLDED, unique=True, editable=False)
    introduction = HtmlField(_("introduction"), blank=True)
    synonym_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="synonyms",
        verbose_name=_("synonym of"),
        help_text=_("Readers who ask for this tag are shown the other one."),
    )

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def save(self, *args, **kwargs):
        self.name = " ".join(self.name.split())
        self.folded = folded_name(self.name)
        if not self.slug:
            self.slug = free_slug(type(self), self.name, pk=self.pk, fallback="tag")
        # TagBase.save would loop over slugs of its own making; ours is ready.
        models.Model.save(self, *args, **kwargs)

    def get_absolute_url(self):
        return reverse("site:tag", args=[self.slug])

    @property
    def final(self):
        """The tag that this one stands for, however long the chain; itself where the chain is a loop."""
        tag, seen = self, {self.pk}
        while tag.synonym_of_id:
            tag = tag.synonym_of
            if tag.pk in seen:
                return tag
            seen.add(tag.pk)
        return tag


class TaggedArticle(ItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged")
    content_object = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="tag_once_per_article")]
