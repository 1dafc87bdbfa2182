"""`manage.py demo`: a site worth looking at, made once, with nothing in it that could reach a stranger."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from articles import publishing
from articles.models import Article, Credit, Home, Image, Kind, Note, Notice, Person, Publication, RelatedPick, Series
from ccsis import worker
from ccsis.models import Letter, User
from submissions import moves
from submissions.models import Call, Event, State, Submission
from tests import checksum

PASSWORD = "five-quiet-rivers"
ROLES = ["admin", "author", "editor", "moderator", "privacy", "publisher", "reader"]


def run():
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """What the command said. It runs once for all tests that only look; its pictures of pieces are left blank."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("DEMO_PASSWORD", PASSWORD)
        patch.setattr("articles.relief.relief", lambda title, kind: "<svg/>")
        yield run()
        transaction.set_rollback(True)


@pytest.fixture
def site(told, db):
    return told


def bodies():
    return Publication.objects.values_list("body", flat=True)


# What is there


def test_every_type_of_piece_is_published(site):
    assert set(Publication.objects.values_list("kind", flat=True)) == set(Kind.values)
    assert Publication.objects.count() >= 16


def test_six_people_two_bodies_and_three_series_stand_under_them(site):
    signed = Person.objects.filter(credits__isnull=False).distinct()
    assert signed.filter(is_body=False).count() == 6
    assert signed.filter(is_body=True).count() == 2
    assert Series.objects.filter(publications__isnull=False).distinct().count() >= 3


def test_one_piece_is_translated_into_russian_and_persian_and_one_is_georgian(site):
    original = Publication.objects.get(slug="gas-for-light")
    group = Publication.objects.filter(group_id=original.group_id)
    assert set(group.values_list("language", flat=True)) == {"en", "ru", "fa"}
    assert Publication.objects.filter(language="ka", is_original=True).exists()
    assert Credit.objects.filter(publication__language="ru", role="translator", name="Zarina Dzagolova").exists()


def test_pieces_show_what_the_house_can_set(site):
    marks = ["<table", '<blockquote class="pull">', '<aside class="aside">', '<sup class="note">', '<img src=']
    for mark in marks:
        assert any(mark in body for body in bodies()), mark
    assert sum("<img " in body for body in bodies()) >= 2
    assert Publication.objects.exclude(key_points="").count() >= 5
    assert Publication.objects.exclude(lead_image=None).exists()
    assert RelatedPick.objects.exists()
    for image in Image.objects.all():
        assert image.alt and image.credit and image.width == 1600, vars(image)


def test_at_least_six_pieces_are_long_and_the_others_are_no_stubs(site):
    words = dict(Publication.objects.values_list("slug", "words"))
    assert sum(400 <= count <= 900 for count in words.values()) >= 6, words
    assert min(words.values()) >= 80, words


def test_every_mark_in_a_text_has_its_note_and_every_note_its_mark(site):
    for article in Article.objects.all():
        keys = set(Note.objects.filter(article=article).values_list("key", flat=True))
        marks = {part.split('"')[0] for part in article.body.split('href="#fn-')[1:]}
        assert marks == keys, article.slug


def test_one_piece_is_retracted_one_has_unseen_changes_and_two_are_drafts(site):
    standings = [publishing.standing(article) for article in Article.objects.filter(kind__in=["analysis", "brief"])]
    assert Notice.objects.exclude(kind=Kind.SIMULATION).get().reason.startswith("The piece rested on")
    assert standings.count("retracted") == standings.count("pending") == 1
    assert standings.count("draft") == 2
    pending = Article.objects.get(slug="one-border-shut-since-1993")
    assert pending.standfirst != pending.publication.standfirst


def test_numbers_follow_dates(site):
    for code in ["AN", "CO", "PB", "RP", "SM"]:
        rows = Publication.objects.filter(number__contains=f"-{code}-").order_by("published_at")
        numbers = list(rows.values_list("number", flat=True))
        assert numbers == sorted(numbers)


def test_nothing_is_dated_tomorrow(site):
    now = timezone.now()
    assert not Publication.objects.filter(published_at__gt=now).exists()
    assert not Event.objects.filter(at__gt=now).exists()


def test_the_front_page_is_arranged(site):
    home = Home.load()
    assert home.lead.publication and home.series.publications.exists()
    assert [pick.article.publication.is_original for pick in home.picks.all()] == [True, True, True]
    assert Call.objects.get(is_on_home=True).announcement.publication.kind == Kind.ANNOUNCEMENT


def test_one_call_stands_open_one_closes_soon_and_one_is_over(site):
    assert list(Call.objects.open().values_list("slug", flat=True)) == ["one-winter-one-road", "open"]
    assert not Call.objects.get(slug="a-dry-year").is_open()
    assert 18 <= (Call.objects.get(is_on_home=True).closes_at - timezone.now()).days <= 22


def test_submissions_stand_in_every_state_that_a_sent_text_can_reach(site):
    states = set(Submission.objects.values_list("state", flat=True))
    assert states == set(State.values) - {State.DRAFT, State.UNCONFIRMED}
    assert Submission.objects.count() >= 15


def test_every_state_was_reached_by_moves(site):
    for submission in Submission.objects.all():
        events = list(submission.events.order_by("version"))
        assert [event.version for event in events] == list(range(2, submission.version + 1))
        assert events[-1].to_state == submission.state
        assert [event.at for event in events] == sorted(event.at for event in events)


def test_three_simulations_are_published_with_credit_and_the_worker_finds_nothing_left(site):
    simulations = Publication.objects.simulations()
    assert simulations.count() == 3
    for simulation in simulations:
        assert simulation.credits.get().name and simulation.credits.get().title
        assert simulation.call_title and simulation.standfirst
    assert moves.follow_publications() == 0


def test_words_of_moderators_never_name_contact_data(site):
    addresses = Submission.objects.values_list("contributor__email", flat=True)
    assert all(address.endswith("@example.org") for address in addresses)


def test_accounts_have_one_role_each_and_none_is_a_superuser(site):
    users = User.objects.order_by("username")
    assert [user.username for user in users] == ROLES
    for user in users:
        assert user.email == f"{user.username}@example.org"
        assert [group.name for group in user.groups.all()] == [user.username]
        assert user.is_staff and not user.is_superuser
        assert user.check_password(PASSWORD)


def test_the_author_may_edit_pieces_under_the_own_name_and_no_others(site):
    author = User.objects.get(username="author")
    own = Article.objects.editable_by(author)
    assert 0 < own.count() < Article.objects.count()
    assert set(own.values_list("bylines__person__user", flat=True)) >= {author.pk}


def test_the_password_and_the_addresses_are_told_in_a_box(site):
    assert PASSWORD in site
    assert "http://testserver/admin/" in site
    assert site.rstrip().endswith("┘")


def test_no_letter_leaves(site, mailoutbox):
    assert Letter.objects.exists()
    assert not Letter.objects.waiting().exists()
    worker.run_once()
    assert mailoutbox == []


def test_a_second_run_changes_nothing(site):
    before = checksum.of_all_tables()
    assert run() == "The demo is there already, nothing was changed.\n"
    assert checksum.of_all_tables() == before
