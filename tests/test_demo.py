"""`manage.py demo`: a site worth looking at, made once, with nothing in it that could reach a stranger."""

import re
import time
from collections import Counter
from datetime import timedelta
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

import articles.models
from articles import publishing
from articles.models import (
    Article,
    Assignment,
    Correction,
    Credit,
    Hold,
    Home,
    Image,
    Kind,
    Note,
    Notice,
    Person,
    Publication,
    RelatedPick,
    Revision,
    Series,
    Word,
)
from ccsis import texts, worker
from ccsis.html import plain_text
from ccsis.models import Letter, User
from submissions import moves
from submissions.models import (
    Call,
    CannedReply,
    Comment,
    Event,
    Flag,
    Message,
    Point,
    Reason,
    State,
    Submission,
)
from tests import checksum

PASSWORD = "five-quiet-rivers"
ROLES = ["admin", "author", "editor", "moderator", "privacy", "publisher", "reader"]
ROOT = Path(__file__).parent.parent
PIECES = sorted((ROOT / "articles/demo/texts/pieces").glob("*.html"))
SIMULATIONS = sorted((ROOT / "submissions/demo/texts").glob("*.md"))
CORPUS = ROOT.parent / "shared/corpus/ccsis.wordpress.xml"
# The letters by which a text in a language is known.
LETTERS = {"ru": "а-я", "fa": "آ-ی", "ka": "ა-ჰ", "hy": "ա-և", "az": "əçğıöşü", "en": "a-z"}


def run():
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """What the command said, and the seconds of work that it took. It runs once for all tests that only look."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("DEMO_PASSWORD", PASSWORD)
        begun = time.process_time()
        said = run()
        yield said, time.process_time() - begun
        transaction.set_rollback(True)


@pytest.fixture
def site(made, db):
    return made[0]


def bodies():
    return Publication.objects.values_list("body", flat=True)


def plain_body(path):
    """The text of a piece or a simulation as plain words, without its head."""
    _head, body = texts.read(path)
    return plain_text(body) if path.suffix == ".html" else body


def words_of(text):
    return re.findall(r"\w+", text.casefold())


# What is there


def test_every_type_of_piece_is_published_and_most_of_them_often(site):
    kinds = Counter(Publication.objects.values_list("kind", flat=True))
    assert set(kinds) == set(Kind.values)
    assert kinds["analysis"] >= 12 and kinds["commentary"] >= 5 and kinds["brief"] >= 3 and kinds["report"] >= 3
    assert min(kinds[kind] for kind in ("qa", "statement", "announcement")) >= 2
    assert Publication.objects.except_simulations().count() >= 26


def test_twelve_people_two_bodies_and_five_series_stand_under_them(site):
    signed = Person.objects.filter(credits__isnull=False).distinct()
    assert signed.filter(is_body=False).count() == 12
    assert sorted(signed.filter(is_body=True).values_list("name", flat=True)) == [
        "The Caucasus Center",
        "The Data Desk",
    ]
    assert all(signed.values_list("biography", flat=True))
    assert Series.objects.filter(publications__isnull=False).distinct().count() == 5


def test_parts_of_a_series_count_from_one_in_the_order_of_their_days(site):
    parts = {}
    rows = Publication.objects.filter(series_part__isnull=False, is_original=True).order_by("published_at")
    for row in rows.select_related("series"):
        parts.setdefault(row.series.name, []).append(row.series_part)
    assert {name: found == list(range(1, len(found) + 1)) for name, found in parts.items()} == dict.fromkeys(
        ["Narrow passages", "Falling water", "After the agreement", "Working arrangements"], True
    )


def test_pieces_are_written_in_six_languages_and_their_translations_are_tied(site):
    pieces = Publication.objects.except_simulations()
    assert set(pieces.values_list("language", flat=True)) == {"en", "ru", "fa", "ka", "hy", "az"}
    groups = {}
    for row in pieces:
        groups.setdefault(row.group_id, set()).add(row.language)
    several = sorted("-".join(sorted(languages)) for languages in groups.values() if len(languages) > 1)
    assert several == ["az-en", "en-fa", "en-fa-ru", "en-hy", "en-ka", "en-ka-ru", "en-ru"]
    assert pieces.get(language="ka", is_original=True).kind == Kind.COMMENTARY
    translated = Publication.objects.filter(is_original=False)
    assert Credit.objects.filter(publication__in=translated, role="translator").count() == translated.count() == 9


def test_every_text_is_in_the_language_that_it_says(site):
    for row in Publication.objects.exclude(language__in=["en", "tr"]):
        letters = re.findall(f"[{LETTERS[row.language]}]", plain_text(row.body).casefold())
        assert len(letters) > len(row.text) * (0.1 if row.language == "az" else 0.6), row.slug


def test_pieces_show_what_the_house_can_set(site):
    marks = [
        "<table",
        '<blockquote class="pull">',
        '<sup class="note">',
        '<figure class="wide">',
    ]
    counts = {mark: sum(mark in body for body in bodies()) for mark in [*marks, '<td class="n">', "<img src="]}
    assert min(counts.values()) >= 3, counts
    assert sum('<aside class="aside">' in body for body in bodies()) == 2
    assert Publication.objects.exclude(key_points="").count() >= 12
    assert Publication.objects.exclude(lead_image=None).count() >= 9
    assert Publication.objects.exclude(interests="").count() >= 9
    assert RelatedPick.objects.count() >= 30
    assert sum(row.says_how_it_knows for row in Publication.objects.all()) == 2
    assert [row.has_questions for row in Publication.objects.all()].count(True) == 1
    assert Publication.objects.exclude(recommendations="").count() == 1


def test_lengths_differ_from_a_page_to_a_study(site):
    words = list(Publication.objects.except_simulations().values_list("words", flat=True))
    assert sum(count > 1000 for count in words) >= 4
    assert sum(400 <= count <= 1000 for count in words) >= 12
    assert min(words) >= 140


def test_every_picture_is_described_in_the_language_of_its_piece(site):
    for image in Image.objects.all():
        assert image.alt and image.credit and image.licence and image.width == 1600, vars(image)
    shown = 0
    for row in Publication.objects.select_related("lead_image"):
        alts = re.findall(r'<img [^>]*alt="([^"]*)"', row.page)
        alts += [row.lead_image.alt, row.lead_image.caption] if row.lead_image else []
        for alt in alts:
            assert re.search(f"[{LETTERS[row.language]}]", alt.casefold()), (row.slug, alt)
        shown += len(alts)
    assert shown >= 20


def test_no_piece_names_a_picture_a_note_or_a_piece_that_is_not_there(site):
    for article in Article.objects.all():
        keys = set(Note.objects.filter(article=article).values_list("key", flat=True))
        marks = {part.split('"')[0] for part in article.body.split('href="#fn-')[1:]}
        assert marks == keys, article.slug
        assert "[^" not in article.body, article.slug


def test_one_piece_is_retracted_one_has_unseen_changes_and_two_are_drafts(site):
    written = Article.objects.filter(kind__in=["analysis", "brief"]).exclude(state="planned")
    standings = [publishing.standing(article) for article in written]
    assert Notice.objects.exclude(kind=Kind.SIMULATION).get().reason.startswith("The piece rested on")
    assert standings.count("retracted") == standings.count("pending") == 1
    assert standings.count("draft") == 2
    pending = Article.objects.get(slug="one-border-shut-since-1993")
    assert pending.standfirst != pending.publication.standfirst


def test_pieces_stand_in_every_state_with_what_colleagues_said_of_them(site):
    states = Counter(Article.objects.exclude(kind="simulation").exclude(state="draft").values_list("state", flat=True))
    assert states == {"planned": 2, "review": 1, "copyedit": 1, "ready": 1, "scheduled": 1}
    now = timezone.now()
    assert [piece.publish_at > now for piece in Article.objects.filter(state="scheduled")] == [True]
    assert sorted(Assignment.objects.values_list("to__username", flat=True)) == ["author", "author", "editor"]
    assert Hold.objects.filter(placed_by__username="editor").count() == 1
    open_ones = articles.models.Comment.objects.filter(answers_to=None, resolved_at=None)
    assert open_ones.count() == 2
    assert Correction.objects.exclude(type="retraction").exclude(article__events__action="correct").count() == 0


def test_corrections_are_dated_versions_that_changed_what_they_say(site):
    told = Correction.objects.exclude(type="retraction").select_related("article")
    assert set(told.values_list("type", flat=True)) == {"correction", "clarification", "update"}
    assert told.values("article").distinct().count() >= 5
    for correction in told:
        after = Revision.objects.get(article=correction.article, version=correction.version)
        before = Revision.objects.get(article=correction.article, version=correction.version - 1)
        changed = {name for name in after.snapshot if after.snapshot[name] != before.snapshot[name]}
        assert changed and changed <= {"fields", "notes"}, correction.text
        assert after.created_at == correction.at > before.created_at
        publication = correction.article.publication
        assert publication.updated_at >= correction.at > publication.published_at


def test_what_stood_there_at_first_can_be_compared_with_what_stands_there_now(site):
    article = Article.objects.get(slug="where-the-wheels-change")
    first, second = (Revision.objects.get(article=article, version=n).snapshot["fields"]["body"] for n in (1, 2))
    assert "is done at Kars" in first and "is done at Akhalkalaki" not in first
    assert "is done at Akhalkalaki" in second and second == article.publication.body


def test_numbers_follow_dates(site):
    for code in ["AN", "CO", "PB", "RP", "SM"]:
        rows = Publication.objects.filter(number__contains=f"-{code}-").order_by("published_at")
        numbers = list(rows.values_list("number", flat=True))
        assert numbers == sorted(numbers)


def test_nothing_is_dated_tomorrow(site):
    now = timezone.now()
    assert not Publication.objects.filter(published_at__gt=now).exists()
    assert not Correction.objects.filter(at__gt=now).exists()
    assert not Event.objects.filter(at__gt=now).exists()
    assert not Submission.objects.filter(state_since__gt=now).exists()


def test_nothing_on_the_desk_was_saved_while_the_demo_was_made(site):
    assert not Article.objects.filter(changed_at__gt=timezone.now() - timedelta(hours=1)).exists()


def test_the_front_page_is_arranged(site):
    home = Home.load()
    assert home.lead.publication and home.series.publications.exists()
    picked = [pick.article.publication for pick in home.picks.all()]
    assert [(row.is_original, bool(row.lead_image or row.relief)) for row in picked] == [(True, True)] * 3
    assert Call.objects.get(is_on_home=True).announcement.publication.kind == Kind.ANNOUNCEMENT


# What readers sent


def test_one_call_stands_open_one_closes_soon_and_one_is_over(site):
    assert list(Call.objects.open().values_list("slug", flat=True)) == ["one-winter-one-road", "open"]
    assert not Call.objects.get(slug="a-dry-year").is_open()
    assert 8 <= (Call.objects.get(is_on_home=True).closes_at - timezone.now()).days <= 9


def test_more_than_forty_submissions_stand_in_every_state(site):
    states = Counter(Submission.objects.values_list("state", flat=True))
    assert set(states) == set(State.values)
    assert states.total() >= 40
    in_work = (State.SUBMITTED, State.IN_REVIEW, State.ON_HOLD, State.CHANGES_REQUESTED, State.ACCEPTED, State.PROOF)
    assert min(states[state] for state in in_work) >= 2


def test_every_state_was_reached_by_moves(site):
    for submission in Submission.objects.all():
        events = list(submission.events.order_by("version"))
        assert [event.version for event in events] == list(range(2, submission.version + 1))
        assert [event.at for event in events] == sorted(event.at for event in events)
        if submission.state != State.DRAFT:
            assert events[-1].to_state == submission.state


def test_histories_tell_of_two_rounds_a_hold_a_reopening_and_a_word_against_the_proof(site):
    ways = [
        list(submission.events.order_by("version").values_list("action", flat=True))
        for submission in Submission.objects.all()
    ]
    assert sum(way.count("request_changes") == way.count("resubmit") == 2 for way in ways) == 1
    for action in ("hold", "resume", "reopen", "object", "withdraw", "quarantine", "expire", "decline_silently"):
        assert any(action in way for way in ways), action
    assert Reason.objects.exclude(message="").count() >= 15
    assert Reason.objects.exclude(note="").count() >= 6


def test_both_sides_write_and_everything_that_was_asked_for_is_answered_or_still_open(site):
    assert Counter(Message.objects.values_list("by_contributor", flat=True)) == {True: 4, False: 4}
    unanswered = Point.objects.filter(answer="").values_list("event__submission__state", flat=True)
    assert set(unanswered) == {State.CHANGES_REQUESTED, State.EXPIRED}


def test_colleagues_have_kept_replies_and_said_something_to_each_other(site):
    assert Counter(CannedReply.objects.values_list("kind", flat=True)) == {
        "decline": 4,
        "request_changes": 2,
        "message": 1,
    }
    said = [(comment.author_name, comment.mentions.count()) for comment in Comment.objects.order_by("at")]
    assert said == [("Keti Bakuradze", 1), ("Murad Səlimbəyli", 0), ("Keti Bakuradze", 0)]
    assert [flag.raised_by_name for flag in Flag.objects.filter(code="staff")] == ["Keti Bakuradze"]
    assert not Letter.objects.waiting().filter(template="desk_mentioned").exists()


def test_a_text_that_was_sent_back_grew_by_what_was_asked_for(site):
    changed = [row for row in Submission.objects.all() if row.revisions.count() > 1]
    assert sorted(row.revisions.count() for row in changed) == [2, 2, 2, 2, 2, 2, 3]
    for submission in changed:
        revisions = list(submission.revisions.order_by("n").values_list("source", flat=True))
        for before, after in zip(revisions, revisions[1:], strict=False):
            assert after.startswith(before) and len(after) > len(before) + 40


def test_texts_come_in_seven_languages_and_names_in_every_shape(site):
    languages = set(Submission.objects.values_list("language", flat=True))
    assert languages == {"en", "ru", "hy", "az", "ka", "fa", "tr"}
    names = list(Submission.objects.filter(contributor__isnull=False).values_list("contributor__full_name", flat=True))
    assert {"Zahra", "Suren"} <= set(names)
    assert any("’" in name for name in names)
    assert max(map(len, names)) > 60
    scripts = " ".join(Submission.objects.values_list("contributor__native_name", flat=True).exclude(contributor=None))
    for letter in ("ხ", "Հ", "س", "Р"):
        assert letter in scripts


def test_announcements_count_as_we_do(site):
    came = Submission.objects.filter(call__slug="a-dry-year", confirmed_at__isnull=False)
    assert (came.count(), came.values("language").distinct().count()) == (13, 6)
    assert "Thirteen texts came, in six languages" in Publication.objects.get(slug="what-a-dry-year-brought").standfirst


def test_eight_simulations_are_published_with_credit_and_the_worker_finds_nothing_left(site):
    simulations = Publication.objects.simulations()
    assert simulations.count() == 8
    assert set(simulations.values_list("language", flat=True)) == {"en", "ru", "ka", "az"}
    for simulation in simulations:
        assert simulation.credits.get().name
        assert simulation.call_title and simulation.standfirst
    assert moves.follow_publications() == 0


def test_a_pseudonym_stands_where_the_name_would(site):
    simulation = Publication.objects.get(slug="a-school-year-with-the-border-open")
    assert [credit.name for credit in simulation.credits.all()] == ["A headmistress in Shirak"]
    assert "Lusparents" not in simulation.text + simulation.page
    assert not Word.objects.filter(folded="lusparents").exists()


def test_words_of_moderators_never_name_contact_data(site):
    addresses = Submission.objects.exclude(contributor=None).values_list("contributor__email", flat=True)
    assert all(address.endswith("@example.org") for address in addresses)
    assert not Reason.objects.filter(note__contains="@").exists()
    assert not Reason.objects.filter(message__contains="@").exists()


# How it is written


def test_no_two_texts_share_a_paragraph():
    found = Counter()
    for path in [*PIECES, *SIMULATIONS]:
        paragraphs = {" ".join(part.split()) for part in plain_body(path).split("\n")}
        found.update(part for part in paragraphs if len(part) > 60)
    assert [part for part, times in found.items() if times > 1] == []


@pytest.fixture(scope="module")
def old_site():
    """Every eight words in a row of the old site's export; none where there is no export."""
    xml = CORPUS.read_text(encoding="utf-8") if CORPUS.exists() else ""
    words = words_of(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<!\[CDATA\[|\]\]>", " ", xml))))
    return {tuple(words[n : n + 8]) for n in range(len(words) - 7)}


def test_no_text_repeats_eight_words_of_the_old_site(old_site):
    repeated = []
    for path in [*PIECES, *SIMULATIONS]:
        words = words_of(f"{' '.join(texts.read(path)[0].values())} {plain_body(path)}")
        eights = {tuple(words[n : n + 8]) for n in range(len(words) - 7)}
        repeated += [(path.stem, " ".join(eight)) for eight in eights & old_site]
    assert repeated == []


def test_standfirsts_fit_on_a_card():
    long = [path.stem for path in PIECES if len(texts.read(path)[0]["standfirst"].split()) > 30]
    assert long == []


# Who may come in, and what leaves


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


def test_it_takes_far_less_than_half_a_minute(made):
    assert made[1] < 30


def test_a_second_run_changes_nothing(site):
    before = checksum.of_all_tables()
    assert run() == "The demo is there already, nothing was changed.\n"
    assert checksum.of_all_tables() == before
