"""Random edits, publications, schedules, retractions and changes at the desk against the pages that are kept.

After each of them every kept page is, byte for byte, what the site would make now, and holds nothing secret.
"""

import os
import random
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing, scheduling
from articles.models import Article, Home, HomePick, Publication
from submissions.models import Call
from tests import make
from tests.desk import edit
from tests.test_kept import Site, site  # noqa: F401 - the site as a web server asks it

pytestmark = pytest.mark.django_db

STEPS = int(os.environ.get("KEPT_STEPS", "16"))
SEED = int(os.environ.get("KEPT_SEED", "5"))
SECRET = "Zanzibar"  # stands in whatever readers must not see
CHANGES_BY_ITSELF = re.compile(rb'"generated_at": "[^"]*"')


class World:
    """A small centre and what may happen in it. Each method is one thing that somebody does."""

    def __init__(self, choose, client):
        self.choose, self.client, self.count = choose, client, 0
        self.topics = [make.topic(name) for name in ("Roads", "Seas")]
        self.regions, self.series = [make.region()], make.series()
        self.people = [make.person(f"Person {n}") for n in range(2)]
        self.call = make.call("Winter")
        client.force_login(make.user("publisher", is_superuser=True))

    def articles(self, *states):
        return list(Article.objects.filter(state__in=states).order_by("pk"))

    def public(self):
        return list(Article.objects.filter(publication__isnull=False).order_by("pk"))

    def write(self):
        """A draft, whose words nobody outside may see yet."""
        self.count += 1
        make.article(
            f"{SECRET} {self.count}",
            slug=f"piece-{self.count}",
            body=f"<p>{SECRET} of piece {self.count}</p>",
            topics=self.choose.sample(self.topics, self.choose.randint(0, 2)),
            regions=self.choose.sample(self.regions, self.choose.randint(0, 1)),
            tags=self.choose.sample(["gas", "rail"], 1),
            series=self.choose.choice([None, self.series]),
            authors=self.choose.sample(self.people, 1),
        )

    def publish(self):
        for article in self.articles("draft")[:1]:
            self.cleared(article)
            publishing.publish(article)

    def schedule(self):
        for article in self.articles("draft")[-1:]:
            if not hasattr(article, "publication"):
                self.cleared(article)
                publishing.publish(article, at=timezone.now())
        scheduling.publish_due()

    def cleared(self, article):
        article.title = article.title.replace(SECRET, "Piece")
        article.body = article.body.replace(SECRET, "Words")
        article.save()

    def correct(self):
        for article in self.choose.sample(self.public(), min(1, len(self.public()))):
            self.count += 1
            article.body = f"<p>Corrected {self.count}</p>"
            article.title = self.choose.choice([article.title, f"Piece anew {self.count}"])
            article.save()
            publishing.publish(article, minor=self.choose.random() < 0.5)

    def change_secretly(self):
        """Somebody works on the next version of a public piece."""
        for article in self.choose.sample(self.public(), min(1, len(self.public()))):
            Article.objects.filter(pk=article.pk).update(standfirst=SECRET)
            Article.objects.filter(pk=article.pk).update(standfirst="")

    def retract(self):
        if len(self.public()) > 2:
            publishing.retract(self.choose.choice(self.public()), reason="It was wrong.")

    def rename(self):
        self.count += 1
        topic = self.choose.choice(self.topics)
        edit(self.client, reverse("admin:articles_topic_change", args=[topic.pk]), name=f"Topic {self.count}")

    def rename_a_person(self):
        self.count += 1
        person = self.choose.choice(self.people)
        address = reverse("admin:articles_person_change", args=[person.pk])
        edit(self.client, address, biography=f"<p>No. {self.count}</p>")

    def turn_the_call(self):
        self.count += 1
        address = reverse("admin:submissions_call_change", args=[self.call.pk])
        edit(self.client, address, title=f"Winter {self.count}", is_on_home="on")

    def arrange_home(self):
        if self.public():
            home = Home.load()
            HomePick.objects.filter(home=home).delete()
            lead = self.choose.choice(self.public())
            edit(self.client, reverse("admin:articles_home_change", args=[home.pk]), lead=lead.pk)

    def say_who_we_are(self):
        self.count += 1
        edit(self.client, reverse("admin:ccsis_sitesettings_change", args=[1]), strapline=f"Strapline {self.count}")


THINGS = "write write publish publish publish schedule correct correct correct change_secretly retract rename".split()
THINGS += "rename_a_person turn_the_call arrange_home say_who_we_are".split()


def paths_of(world):
    """Every kind of page that may be kept, as far as it is there now."""
    lists = ["/", "/ru/", "/analyses/", "/fa/analyses/", "/simulations/", "/topics/", "/people/", "/tags/", "/archive/"]
    lists += ["/corrections/", "/feeds/atom.xml", "/feeds/rss.xml", "/feeds/feed.json", "/about/"]
    lists += [row.get_absolute_url() for row in [*world.topics, *world.regions, *world.people, world.series]]
    pieces = [row.get_absolute_url() for row in Publication.objects.order_by("pk")]
    return lists + pieces + [f"{path}text.md" for path in pieces[:1]] + [f"{path}v/1/" for path in pieces[:1]]


def test_after_whatever_happens_every_kept_page_is_what_the_site_would_make_now(site, client):  # noqa: F811
    choose = random.Random(SEED)  # noqa: S311 - a drill, not a secret
    world = World(choose, client)
    happened, kept = [], 0
    for _step in range(STEPS):
        thing = choose.choice(THINGS)
        getattr(world, thing)()
        happened.append(thing)
        for path in choose.sample(paths_of(world), 6):
            site.get(path)  # may come from memory
            before = site.django.asked
            status, headers, body = site.get(path)
            kept += site.django.asked == before
            fresh = Site().get(path)
            now = CHANGES_BY_ITSELF.sub(b"", fresh[2])
            assert (status, CHANGES_BY_ITSELF.sub(b"", body)) == (fresh[0], now), (path, happened)
            assert SECRET.encode() not in body, (path, happened)
            assert "Set-Cookie" not in headers, path
    assert kept > STEPS * 3  # most reads were answered from memory
    assert Call.objects.exists()
