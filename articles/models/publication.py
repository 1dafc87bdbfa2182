from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article, Kind, Piece
from articles.models.people import Person, Role
from articles.models.taxonomy import Region, Tag, Topic
from ccsis.scripts import reading_minutes


class PublicationQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by(*(f"-{name}" for name in self.keys()))

    def keys(self):
        """By which time and id a list of these goes on: those of the index that `under` reads, where it does."""
        return ("filed_at", "filed_id") if "filed_at" in self.query.annotations else ("published_at", "id")

    def simulations(self):
        return self.filter(kind=Kind.SIMULATION)

    def except_simulations(self):
        return self.exclude(kind=Kind.SIMULATION)

    def under(self, row):
        """Everything under a topic, region, series, tag or person, each piece once; a page of it comes from one index.

        A tag is asked for by the one that it stands for; of a person counts every role.
        """
        rows = self.filter(filed__shelf=row._meta.model_name, filed__number=row.pk)
        return rows.annotate(filed_at=F("filed__published_at"), filed_id=F("filed__publication"))

    def of_person(self, person):
        return self.under(person)

    def tagged(self, tag):
        return self.under(tag)

    def showing(self, image):
        """Those with this picture at their head or in their text."""
        return self.filter(Q(lead_image=image) | Q(body__contains=f'src="{image.body_address}"'))

    def for_cards(self):
        """What a card or a list entry shows, in a fixed number of queries however many names stand on it."""
        return (
            self.select_related("series", "lead_image")
            .prefetch_related(
                Prefetch("credits", Credit.objects.select_related("person")),
                "regions",
                "lead_image__renditions",
            )
            .defer("body", "page", "text", "notes", "headings")
        )

    def for_page(self):
        """Everything that a publication's own page shows."""
        return self.select_related("series", "lead_image").prefetch_related(
            Prefetch("credits", Credit.objects.select_related("person", "person__photo")),
            *("topics", "regions", "tags", "lead_image__renditions", "credits__person__photo__renditions"),
        )


class Publication(Piece):
    """The readers' row. It exists exactly while the piece is public, and nothing else is ever shown to readers.

    Only articles.publishing writes it.
    """

    article = models.OneToOneField(Article, on_delete=models.PROTECT, related_name="publication")
    group_id = models.PositiveBigIntegerField(db_index=True)  # shared with its translations
    is_original = models.BooleanField(default=True)
    slug = models.SlugField(max_length=80, unique=True)
    number = models.CharField(max_length=30, unique=True)
    version = models.PositiveIntegerField(default=1)
    row_version = models.PositiveIntegerField()  # the desk's row_version that this was made from
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField(null=True)  # of the last change that readers are told of
    # The body turned into the page by articles.body, with the number of the allow-list that cleaned it.
    page = models.TextField()
    page_policy = models.PositiveSmallIntegerField()
    headings = models.JSONField(default=list)  # [{"id", "text", "level"}] for the contents
    notes = models.JSONField(default=list)  # [{"key", "text"}] as the desk wrote them
    sources = models.JSONField(default=list)  # what the notes cite, in its order: articles.citing.plain
    documents = models.JSONField(default=list)  # the PDF files that readers get: Document.plain
    text = models.TextField()  # plain words, for feeds
    is_indexed = models.BooleanField(default=False)  # by articles.searching, as it is now
    words = models.PositiveIntegerField(default=0)
    picks = models.JSONField(default=list)  # ids of articles that an editor chose to be read next
    links_checked_at = models.DateTimeField(null=True)  # by articles.linkcheck; a new version is looked at afresh
    # The picture for cards of other sites, by articles.share_files: a new version gets a new one.
    share_image = models.CharField(max_length=120, default="")
    share_tries = models.PositiveSmallIntegerField(default=0)
    share_held_until = models.DateTimeField(null=True)
    topics = models.ManyToManyField(Topic, related_name="publications")
    regions = models.ManyToManyField(Region, related_name="publications")
    tags = models.ManyToManyField(Tag, related_name="publications")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="publication_newest"),
            models.Index(fields=["id", "published_at", "updated_at"], name="publication_changes"),
            models.Index(fields=["kind", "-published_at", "-id"], name="publication_kind_newest"),
            models.Index(fields=["series", "series_part"], name="publication_series_part"),
            models.Index(fields=["links_checked_at"], name="publication_links_due"),
            models.Index(fields=["id"], condition=Q(share_image=""), name="publication_share_due"),
            models.Index(fields=["id"], condition=Q(is_indexed=False), name="publication_index_due"),
        ]
        constraints = [models.CheckConstraint(condition=Q(version__gte=1), name="version_from_one")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("site:simulation" if self.is_simulation else "site:publication", args=[self.slug])

    @property
    def full_address(self):
        return settings.SITE_URL + self.get_absolute_url()

    @property
    def minutes(self):
        return reading_minutes(self.words)

    @property
    def description(self):
        return self.meta_description or self.standfirst

    @property
    def last_changed_at(self):
        return self.updated_at or self.published_at


class Credit(models.Model):
    """A name under a publication, frozen: name, title and role are what they were on the day."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="credits")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20, choices=Role.choices)
    name = models.CharField(max_length=200)
    native_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["publication", "position"], name="one_credit_per_place")]

    def __str__(self):
        return self.name


class Notice(models.Model):
    """What stands in the place of a piece that is no longer public: its address stays, and says why.

    It was retracted, or its time was over (`is_expired`), which is no reproach.
    """

    article = models.OneToOneField(Article, on_delete=models.PROTECT, related_name="notice")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    language = models.CharField(max_length=10, default="en")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=250)
    number = models.CharField(max_length=30)
    published_at = models.DateTimeField()
    retracted_at = models.DateTimeField()
    reason = models.TextField()
    is_expired = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("notice of retraction")
        verbose_name_plural = _("notices of retraction")
        ordering = ["-retracted_at"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("site:simulation" if self.kind == Kind.SIMULATION else "site:publication", args=[self.slug])
