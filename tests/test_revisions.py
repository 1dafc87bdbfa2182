"""The saved texts of a piece: listed, compared, restored, named. Nothing of them is lost."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import comparing, history, locking, publishing, restoring
from articles.models import Article, Byline, Note, Publication, RelatedPick, Source
from tests import make
from tests.desk import edit, messages_of

pytestmark = pytest.mark.django_db


def change(piece):
    return reverse("admin:articles_article_change", args=[piece.pk])


def address(name, piece, *more):
    return reverse(f"admin:articles_article_{name}", args=[piece.pk, *more])


def fresh(piece):
    return Article.objects.get(pk=piece.pk)


@pytest.fixture
def editor(client):
    user = make.user("editor", name="Edita")
    client.force_login(user)
    return user


@pytest.fixture
def written(editor):
    """A piece that was saved three times, and published after the second."""
    piece = make.article("The pass", body="<p>Old.</p>")
    save(piece, editor, "<p>First.</p>")
    save(piece, editor, "<p>Second.</p><p>It is shut.</p>")
    publishing.publish(fresh(piece), by=make.user("publisher"))
    save(piece, editor, "<p>Third.</p><p>It is shut.</p>", tags=["gas"])
    return fresh(piece)


def save(piece, by, body, tags=()):
    """What the form of the piece does."""
    row, now = fresh(piece), timezone.now()
    row.body = body
    publishing.write(row, by=by, now=now)
    row.save()
    row.tags.set(tags)
    locking.record(row, "save", by=by, now=now)
    history.keep(row, by=by, now=now)


# The list


def test_milestones_come_first_and_plain_saves_of_past_days_are_folded(client, editor):
    piece, now = make.article(), timezone.now()
    kinds = ["save", "save", "hand_in", "save", "save", "ours"]
    for days, kind in zip([9, 9, 3, 3, 0, 0], kinds, strict=True):
        history.keep(piece, kind=kind, now=now - timedelta(days=days))

    page = client.get(address("texts", piece))

    assert [row.n for row in page.context["milestones"]] == [6, 3]
    assert [row.n for row in page.context["today"]] == [5]
    assert [[row.n for row in each.rows] for each in page.context["days"]] == [[4], [2, 1]]
    assert page.content.decode().count('<details class="day">') == 2


def test_a_named_text_is_a_milestone_until_its_name_is_taken_away(client, editor, written):
    client.post(address("name_text", written, 1), {"name": "  Before the cut  "})
    named = client.get(address("texts", written))
    client.post(address("name_text", written, 1), {"name": ""})

    assert [(row.n, getattr(row, "naming", None) and row.naming.name) for row in named.context["milestones"]] == [
        (3, None),
        (1, "Before the cut"),
    ]
    assert "Before the cut" in named.content.decode()
    assert [row.n for row in client.get(address("texts", written)).context["milestones"]] == [3]


def test_a_name_that_is_too_long_says_so(client, editor, written):
    answer = client.post(address("name_text", written, 1), {"name": "x" * 101}, follow=True)
    assert messages_of(answer) == ["A name has at most 100 letters."]


def test_the_list_costs_the_same_however_many_texts_there_are(client, editor, written, django_assert_num_queries):
    client.get(address("texts", written))
    with CaptureQueriesContext(connection) as few:
        client.get(address("texts", written))
    for _n in range(20):
        history.keep(written, now=timezone.now() - timedelta(days=2))
    with django_assert_num_queries(len(few)):
        client.get(address("texts", written))


# Two side by side


def compared(page):
    return [each.name for each in page.context["differences"]]


def test_any_two_stand_side_by_side_word_by_word(client, editor, written):
    page = client.get(address("compare", written), {"from": "1", "to": "2"})

    shown = page.content.decode()
    assert compared(page) == ["body"]
    assert "<del>First.</del>" in shown
    assert "<ins>Second.</ins>" in shown


def test_the_present_text_is_compared_with_what_readers_see(client, editor, written):
    chosen = client.get(address("compare", written), {"from": "public", "to": "now"})
    proposed = client.get(address("compare", written))

    assert compared(chosen) == compared(proposed) == ["body", "tags"]
    assert (chosen.context["old"].label, chosen.context["new"].label) == (
        "What readers see",
        "As it stands at the desk now",
    )


def test_two_equal_texts_say_so(client, editor, written):
    page = client.get(address("compare", written), {"from": "2", "to": "3"})
    assert compared(page) == []
    assert "The two are the same" in page.content.decode()


def test_a_text_that_is_not_there_is_not_found(client, written):
    for asked in ("99", "x", "-1", "١", "9" * 40):
        assert client.get(address("compare", written), {"from": asked}).status_code == 404, asked


def test_every_part_that_differs_is_named(editor):
    image, series = make.image(alt="A road"), make.series("Routes")
    nino, topic, region, other = make.person("Nino"), make.topic("Water"), make.region("Adjara"), make.article("Other")
    piece = make.article("Old", body="<p>Same words.</p>")
    before = history.snapshot(piece)
    Article.objects.filter(pk=piece.pk).update(
        **{"title": "New", "subtitle": "S", "standfirst": "S.", "key_points": "One\nTwo", "kind": "report"},
        **{"body": "<h2>Same words.</h2>", "lead_image": image, "series": series, "is_exclusive": True},
    )
    piece = fresh(piece)
    piece.topics.add(topic)
    piece.regions.add(region)
    piece.tags.add("gas")
    Byline.objects.create(article=piece, person=nino, role="translator", title="Analyst")
    source = Source.objects.create(article=piece, key="s-1", author="A. Writer", title="On roads")
    Note.objects.create(article=piece, key="a", text="<em>See</em> it.", source=source, locator="p. 3")
    RelatedPick.objects.create(article=piece, to=other)

    found = {each.name: each for each in comparing.differences(before, history.snapshot(piece))}

    assert list(found) == [
        *("title", "subtitle", "standfirst", "key_points", "body", "lead_image", "bylines", "notes", "sources", "tags"),
        *("topics", "regions", "kind", "is_exclusive", "picks", "series"),
    ]
    assert found["body"].words == "The words are the same; headings, emphasis, lists or other form differ."

    def came(name):
        return [pair.new.replace("<ins>", "").replace("</ins>", "") for pair in found[name].compared.pairs]

    assert came("bylines") == ["Nino, Analyst, translator"]
    assert came("notes") == ["a: s-1 p. 3 – See it."]
    assert came("sources") == ["s-1: A. Writer, “On roads”."]
    assert came("lead_image") == [f"picture {image.pk}: A road"]
    assert came("key_points") == ["One", "Two"]
    assert (came("picks"), came("kind"), came("is_exclusive")) == (["Other"], ["", "Report"], ["yes"])


def test_a_link_that_changed_under_the_same_words_is_told(editor):
    piece = make.article(body='<p><a href="https://one.example/">here</a></p>')
    before = history.snapshot(piece)
    piece.body = '<p><a href="https://two.example/">here</a></p>'

    [found] = comparing.differences(before, history.snapshot(piece))

    assert found.words == "The words are the same; links differ: − https://one.example/, + https://two.example/"


def test_a_long_text_shows_what_changed_and_all_of_it_on_demand(client, editor):
    def long(word):
        return "".join(f"<p>Paragraph number {n} stays.</p>" for n in range(9)) + f"<p>The end is {word}.</p>"

    piece = make.article(body="<p>Begun.</p>")
    edit(client, change(piece), body=long("open"))
    edit(client, change(piece), body=long("shut"))

    short = client.get(address("compare", piece), {"from": "1"})
    whole = client.get(address("compare", piece), {"from": "1", "all": "1"})

    assert "8 paragraphs stayed as they were" in short.content.decode()
    assert "Paragraph number 1 stays" not in short.content.decode()
    assert "Paragraph number 1 stays" in whole.content.decode()


# Restoring


def restore(client, piece, n, version=None):
    version = fresh(piece).text_version if version is None else version
    return client.post(address("restore", piece, n), {"text_version": str(version)}, follow=True)


def test_an_older_text_comes_back_as_a_new_one_and_readers_keep_theirs(client, editor, written):
    answer = restore(client, written, 1)

    piece = fresh(written)
    assert messages_of(answer) == ["Restored: the piece reads as in No. 1. What stood here before is in the list."]
    assert (piece.body, list(piece.tags.all())) == ("<p>First.</p>", [])
    last = piece.revisions.first()
    assert (last.n, last.kind, last.by, last.note.startswith("No. 1, ")) == (5, "restore", editor, True)
    assert last.snapshot == piece.revisions.get(n=1).snapshot
    assert piece.events.last().action == "restore"
    assert Publication.objects.get().body == "<p>Second.</p><p>It is shut.</p>"
    assert publishing.standing(piece) == "pending"


def test_a_text_that_no_revision_holds_is_kept_before_an_older_one_comes_back(client, editor, written):
    Article.objects.filter(pk=written.pk).update(body="<p>Replaced everywhere.</p>")

    restore(client, written, 1)

    assert [(row.n, row.kind) for row in written.revisions.order_by("n")][-2:] == [(5, "ours"), (6, "restore")]
    assert written.revisions.get(n=5).snapshot["fields"]["body"] == "<p>Replaced everywhere.</p>"


def test_what_stands_there_already_is_not_restored(client, editor, written):
    answer = restore(client, written, 4)
    assert messages_of(answer) == ["This is what stands here now, so there is nothing to restore."]
    assert written.revisions.count() == 4


def test_who_restores_over_a_text_that_was_saved_meanwhile_is_told(client, editor, written):
    answer = restore(client, written, 1, version=written.text_version - 1)

    assert messages_of(answer)[0].startswith("Somebody was first: Edita saved this piece at ")
    assert fresh(written).body == "<p>Third.</p><p>It is shut.</p>"


def test_a_restore_by_a_row_read_too_early_changes_nothing(editor, written):
    stale = fresh(written)
    publishing.write(fresh(written), by=editor, now=timezone.now())

    with pytest.raises(locking.Conflict):
        restoring.restore(stale, written.revisions.get(n=1), by=editor)

    assert (fresh(written).body, written.revisions.count()) == ("<p>Third.</p><p>It is shut.</p>", 4)


def test_what_no_longer_exists_is_left_out_and_named(client, editor):
    image, series, topic, region = make.image(), make.series(), make.topic("Water"), make.region("Adjara")
    nino, other, original = make.person("Nino"), make.article("Other"), make.article("Original")
    piece = make.article(
        "Перевал",
        **{"language": "ru", "original": original, "lead_image": image, "series": series, "authors": [nino]},
        **{"topics": [topic], "regions": [region], "tags": ["gas", "rail"]},
        body=f'<p>See.</p><figure><img src="/images/{image.pk}" alt=""></figure>',
    )
    RelatedPick.objects.create(article=piece, to=other)
    history.keep(piece, now=timezone.now())
    Byline.objects.all().delete()
    RelatedPick.objects.all().delete()
    Article.objects.filter(pk=piece.pk).update(lead_image=None, series=None, original=None, body="<p>New.</p>")
    for there in (piece.topics, piece.regions, piece.tags):
        there.clear()
    number, rail = image.pk, make.tag("rail")
    make.tag("gas").delete()
    rail.delete()
    again = make.tag("Rail")  # somebody made it anew, in another case
    for row in (image, series, topic, region, nino, other, original):
        row.delete()

    said = messages_of(restore(client, piece, 1))

    piece = fresh(piece)
    assert said[1:] == [
        "Its lead image is no longer in the library.",
        "Its series no longer exists.",
        f"Picture {number} in the text is no longer in the library.",
        "The piece that it was a translation of no longer exists.",
        "Nino is no longer among the people; the name stays.",
        "The topic “Water” no longer exists.",
        "The region “Adjara” no longer exists.",
        "The tag “gas” no longer exists.",
        "1 pieces to read next no longer exist.",
    ]
    assert [(byline.person, byline.printed_name) for byline in piece.bylines.all()] == [(None, "Nino")]
    assert list(piece.tags.all()) == [again]
    assert (piece.lead_image, piece.series, piece.original, piece.title) == (None, None, None, "Перевал")


def test_the_address_comes_back_only_while_no_reader_knows_another(editor):
    unseen, seen, taken = make.article("Unseen"), make.article("Seen"), make.article("Taken")
    for piece in (unseen, seen, taken):
        Article.objects.filter(pk=piece.pk).update(slug=f"old-{piece.slug}")
        history.keep(fresh(piece), now=timezone.now())
        Article.objects.filter(pk=piece.pk).update(slug=f"new-{piece.slug}", title="New")
    publishing.publish(fresh(seen))
    make.article("Somebody else", slug="old-taken")

    said = [restoring.restore(fresh(piece), piece.revisions.get(n=1), by=editor) for piece in (unseen, seen, taken)]

    assert [fresh(piece).slug for piece in (unseen, seen, taken)] == ["old-unseen", "new-seen", "new-taken"]
    assert said == [[], [], ["The address “old-taken” belongs to another piece now, so it stays as it is."]]


def test_an_author_restores_own_pieces_only_while_they_are_with_the_author(client):
    author = make.user("author")
    client.force_login(author)
    mine, others = make.article("Mine", created_by=author), make.article("Theirs", body="<p>Untouched.</p>")
    for piece in (mine, others):
        history.keep(piece, now=timezone.now())
        Article.objects.filter(pk=piece.pk).update(title="Later")

    answers = [client.get(address(name, others)).status_code for name in ("texts", "compare")]
    refused = [restore(client, others, 1), client.post(address("name_text", others, 1), {"name": "Mine now"})]
    restore(client, mine, 1)
    Article.objects.filter(pk=mine.pk).update(state=Article.State.COPYEDIT, title="Edited")
    late = restore(client, mine, 1)

    assert answers == [404, 404]
    assert [answer.status_code for answer in refused] == [404, 404]
    assert (fresh(others).title, fresh(mine).title, late.status_code) == ("Later", "Edited", 403)
    assert mine.revisions.filter(kind="restore").count() == 1


def test_every_change_is_a_post_and_roles_without_a_desk_see_nothing(client, editor, written):
    assert [client.get(address(name, written, 1)).status_code for name in ("restore", "name_text")] == [405, 405]
    for role in ("moderator", "reader", "privacy", "admin"):
        client.force_login(make.user(role))
        assert client.get(address("texts", written)).status_code in (403, 404)
        assert client.get(address("compare", written)).status_code in (403, 404)


# A revision holds everything


WORDS = "pass թունել უღელტეხილი yol перевал گردنه tünel əməliyyat snow 12,5 “quoted” & <i>".split()


class Drawn:
    """Pieces drawn by chance: what they hang on is there once, how it is put together differs each time."""

    def __init__(self, seed):
        self.draw = random.Random(seed)  # noqa: S311 - pieces, no secret
        self.people = [make.person(f"P{n}", title=t, native_name=nn) for n, (t, nn) in enumerate(
            [("Analyst", "პირი"), ("", ""), ("Director", "")]
        )]  # fmt: skip
        self.topics = [make.topic(f"T{n}") for n in range(3)]
        self.regions = [make.region(f"R{n}") for n in range(3)]
        self.others = [make.article(f"Other {n}") for n in range(3)]
        self.images, self.series = [make.image()], [make.series()]

    def words(self, most=6):
        return " ".join(self.draw.choices(WORDS, k=self.draw.randint(0, most)))

    def some(self, rows):
        return self.draw.sample(rows, self.draw.randint(0, len(rows)))

    def fill(self, piece):
        """Write a piece anew, all of it."""
        Article.objects.filter(pk=piece.pk).update(**self.fields())
        piece = fresh(piece)
        piece.topics.set(self.some(self.topics))
        piece.regions.set(self.some(self.regions))
        piece.tags.set(self.some(["gas", "South Caucasus", "გაზი", "ﷺ"]))
        for rows in (piece.bylines, piece.notes, piece.sources, piece.picks):
            rows.all().delete()
        for place, person in enumerate(self.some([*self.people, None]), start=1):
            named = {"name": f"N. {self.words()}"} if person is None or self.draw.random() < 0.3 else {}
            title, role = self.draw.choice(["", "Fellow"]), self.draw.choice(["author", "editor", "translator"])
            Byline.objects.create(article=piece, person=person, position=place, role=role, title=title, **named)
        sources = [self.source(piece, n) for n in range(self.draw.randint(0, 3))]
        for place in range(self.draw.randint(0, 4)):
            source = self.draw.choice([None, *sources])
            text, locator = f"<em>{place}</em> {self.words()}", self.draw.choice(["p. 3", ""]) if source else ""
            Note.objects.create(
                article=piece, key=f"k{place}", text=text, source=source, locator=locator, position=place
            )
        for place, other in enumerate(self.some(self.others), start=1):
            RelatedPick.objects.create(article=piece, to=other, position=place)
        return fresh(piece)

    def fields(self):
        pick = self.draw.choice
        return {
            **{name: self.words() for name in ("subtitle", "standfirst", "funding", "interests", "share_title")},
            **{"title": f"T {self.words()}"[:250], "body": f"<p>{self.draw.random()}</p><p>{pick(WORDS[:9])}</p>"},
            **{"key_points": "\n".join([self.words(), self.words()]), "kind": pick(["analysis", "report", "qa"])},
            **{"language": pick(["en", "ka", "fa"]), "lead_image": pick([None, *self.images])},
            **{
                "series": pick([None, *self.series]),
                "series_part": pick([None, 2]),
                "is_exclusive": pick([True, False]),
            },
            **{"originally_at": pick(["", "https://one.example/"]), "scenario": pick([{}, {"low": 20}])},
        }

    def source(self, piece, n):
        read = self.draw.choice([None, date(2026, 5, 3)])
        return Source.objects.create(
            article=piece, key=f"s-{n}", title=f"On {self.words()}", author=self.words(2), accessed_on=read, position=n
        )


@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_piece_held_comes_back_to_the_last_sign(editor, seed):
    drawn = Drawn(seed)
    piece = drawn.fill(make.article())
    first = history.keep(piece, now=timezone.now())
    piece = drawn.fill(piece)
    held = history.snapshot(piece)

    missing = restoring.restore(piece, first, by=editor)

    assert missing == []
    assert history.snapshot(fresh(piece)) == first.snapshot
    assert [row.snapshot for row in piece.revisions.order_by("n")] == [first.snapshot, held, first.snapshot]


def test_a_person_who_was_not_frozen_stays_linked_after_a_restore(editor):
    nino = make.person("Nino", title="Analyst", native_name="ნინო")
    piece = make.article(authors=[nino])
    first = history.keep(piece, now=timezone.now())
    Article.objects.filter(pk=piece.pk).update(title="Later")

    restoring.restore(fresh(piece), first, by=editor)

    [byline] = piece.bylines.all()
    assert (byline.person, byline.name, byline.native_name, byline.title) == (nino, "", "", "")


def test_a_title_that_was_frozen_when_published_stays_frozen_after_a_restore(editor):
    piece = make.publication("The pass", authors=[make.person("Nino", title="Analyst")]).article
    Article.objects.filter(pk=piece.pk).update(title="Later")

    restoring.restore(fresh(piece), piece.revisions.get(n=1), by=editor)

    assert piece.bylines.get().title == "Analyst"
