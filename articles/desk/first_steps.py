"""The steps of a new site that lead to its first texts: see ccsis.first_steps."""

from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Person
from ccsis.first_steps import Step, Way

LISTS = ("topic", "region")


def people():
    return Step(
        title=_("Name the first people"),
        text=_("Who signs a text has a page with all under that name. A body, such as the centre, can sign too."),
        who=_("an editor"),
        is_done=Person.objects.filter(is_body=False).exists(),
        ways=[Way(_("Add a person"), reverse("admin:articles_person_add"), "articles.add_person")],
    )


def topics_and_regions():
    """Done when somebody has changed one of the lists, or used one: that they are there, `setup` has seen to."""
    was_changed = LogEntry.objects.filter(content_type__app_label="articles", content_type__model__in=LISTS).exists()
    was_used = any(getattr(Article, f"{name}s").through.objects.exists() for name in LISTS)
    return Step(
        title=_("Look through topics and regions"),
        text=_("Readers find texts by them. A first list is there; strike out what you do not need, and add your own."),
        who=_("an editor"),
        is_done=was_changed or was_used,
        ways=[
            Way(_("Topics"), reverse("admin:articles_topic_changelist"), "articles.change_topic"),
            Way(_("Regions"), reverse("admin:articles_region_changelist"), "articles.change_region"),
        ],
    )


def first_piece():
    return Step(
        title=_("The first text"),
        text=_("A piece begins as a draft, and no reader sees it until somebody publishes it."),
        who=_("an author, an editor or a publisher"),
        is_done=Article.objects.exists(),
        ways=[
            Way(_("Start writing"), reverse("admin:articles_article_add"), "articles.add_article"),
            Way(_("Bring your texts from WordPress"), reverse("admin:articles_importrun_add"), "articles.import_site"),
        ],
    )
