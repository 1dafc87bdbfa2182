"""The checklist: what it finds in a piece, how strictly that is asked, and that the moves ask it too."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from articles import checklist, locking, outline, publishing, scheduling
from articles.desk.check_rules import asked, keep
from articles.models import Article, CheckRule, Comment, Disclaimer, Note, Publication, Source
from ccsis.scripts import longest, sentences
from tests import make
from tests.desk import data_of

pytestmark = pytest.mark.django_db
REQUIRED, RECOMMENDED, OFF = CheckRule.Level.REQUIRED, CheckRule.Level.RECOMMENDED, CheckRule.Level.OFF
GOOD = """<h2>The pass</h2><p>It was closed on forty days; <a href="/topics/roads/">all on roads</a> says more.</p>
<h3>In winter</h3><table><tr><th>Year</th></tr><tr><td>2024</td></tr></table>"""


def whole(**fields):
    """A report in which nothing is amiss."""
    fields = {
        "kind": "report",
        "standfirst": "One mountain pass carries most of the trade to the north. Who closes it, and for how long?",
        "key_points": "One.\nTwo.\nThree.",
        "funding": "Our own means.",
        "body": GOOD,
        "lead_image": make.image(),
        **fields,
    }
    Disclaimer.objects.update_or_create(kind=fields["kind"], defaults={"text": "The views are those of the authors."})
    return make.article(topics=[make.topic()], regions=[make.region()], authors=[make.person()], **fields)


def found(piece):
    """[(item, level, field, words)] of everything that is amiss."""
    return [(f.item, f.level, f.place.field, f.place.words) for f in checklist.failures(piece)]


def items(piece):
    return [failure.item for failure in checklist.failures(piece)]


def rule(item, level, kind="report"):
    CheckRule.objects.update_or_create(kind=kind, item=item, defaults={"level": level})


def test_a_good_piece_has_nothing_amiss():
    assert found(whole()) == []


def test_a_bare_piece_is_told_what_would_help_and_nothing_keeps_it_from_being_published():
    piece = make.article()
    levels = {failure.level for failure in checklist.failures(piece)}
    assert items(piece) == ["standfirst", "key_points", "topic", "region", "byline", "disclaimer"]
    assert levels == {RECOMMENDED}
    assert publishing.obstacles(piece) == []


def test_a_title_and_a_text_are_required_whatever_the_rules_say():
    rule("title", OFF, "analysis")
    piece = make.article("", body="<p>&nbsp;</p>")
    assert found(piece)[:2] == [("title", REQUIRED, "title", ""), ("text", REQUIRED, "body", "")]
    assert publishing.obstacles(piece) == ["The piece has no title.", "The piece has no text."]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "Gas"}, [("title_length", "title")]),
        ({"title": "A " * 60}, [("title_length", "title")]),
        ({"standfirst": "Too short."}, [("standfirst_length", "standfirst")]),
        ({"standfirst": "A long one. " * 40}, [("standfirst_length", "standfirst")]),
        ({"standfirst": " "}, [("standfirst", "standfirst")]),
        ({"key_points": "Only one."}, [("key_points", "key_points")]),
        ({"key_points": "1\n2\n3\n4\n5\n6"}, [("key_points", "key_points")]),
        ({"funding": ""}, [("funding", "funding")]),
        ({"lead_image": None}, []),
    ],
)
def test_what_is_amiss_with_a_field_is_said_at_the_field(fields, expected):
    assert [(item, field) for item, _level, field, _words in found(whole(**fields))] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h3>Small first</h3><p>Text</p>", [("heading_order", "Small first")]),
        ("<h2>One</h2><h4>Deep</h4><p>Text</p>", [("heading_order", "Deep")]),
        ("<h2> </h2><p>Text</p>", [("empty_headings", "")]),
        ("<p><strong>A heading?</strong></p><p>Text</p>", [("fake_headings", "A heading?")]),
        ("<p><strong>Bold</strong> and not</p>", []),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", [("table_headers", "a")]),
        ('<p>Read it <a href="https://x.example/">here</a>.</p>', [("link_texts", "Read it here.")]),
        ('<p>Читать <a href="https://x.example/">здесь</a></p>', [("link_texts", "Читать здесь")]),
        ('<p>იხილეთ <a href="https://x.example/">ბმული</a></p>', [("link_texts", "იხილეთ ბმული")]),
        ('<p><a href="https://x.example/">https://x.example/a</a></p>', [("link_texts", "https://x.example/a")]),
        ('<p>Text <a href="https://x.example/"></a>.</p>', [("link_texts", "Text .")]),
        ('<p>See <a href="/analyses/no-such/">the other</a></p>', [("inside_links", "See the other")]),
        ('<p>See <a href="#sec-nowhere">below</a></p>', [("inside_links", "See below")]),
        ('<h2>The end</h2><p>See <a href="#sec-the-end">below</a></p>', []),
        ('<p>See <a href="/admin/">the desk</a></p>', [("inside_links", "See the desk")]),
        ("<p>They said [TK] of it.</p>", [("placeholders", "They said [TK] of it.")]),
        ("<p>It rose by XXX percent.</p>", [("placeholders", "It rose by XXX percent.")]),
        ('<p>So.<sup class="note"><a href="#fn-9">9</a></sup></p>', [("notes", "So.")]),
    ],
)
def test_what_is_amiss_in_the_text_is_said_with_its_paragraph(body, expected):
    assert [(item, words) for item, _level, _field, words in found(whole(body=body))] == expected


def test_pictures_need_words_and_credit_from_the_text_or_the_library():
    bare = make.image(alt="", credit=" ", sha256="1")
    described = make.image(alt="A road", sha256="2")
    body = f'<p>Text</p><img src="/images/{bare.pk}" alt=""><img src="/images/{described.pk}" alt="">'
    gone = '<img src="/images/987654" alt="Gone">'
    piece = whole(lead_image=bare, body=body + gone)

    failures = checklist.failures(piece)
    assert [(f.item, f.level, f.place.field, f.place.picture) for f in failures] == [
        ("lead_image_alt", REQUIRED, "lead_image", bare.pk),
        ("lead_image_credit", REQUIRED, "lead_image", bare.pk),
        ("image_alt", REQUIRED, "body", bare.pk),
        ("inside_links", REQUIRED, "body", None),
    ]
    piece.body = f'<p>Text</p><img src="/images/{bare.pk}" alt="Said here">'
    assert "image_alt" not in items(piece)


def test_a_link_to_what_is_not_public_yet_is_said_and_blocks_nothing():
    other = make.article("The other road")
    piece = whole(body=f'<p>See <a href="/analyses/{other.slug}/">the other</a></p>')
    assert [(item, level) for item, level, *_rest in found(piece)] == [("unpublished_links", RECOMMENDED)]

    publishing.publish(other)
    assert found(piece) == []
    publishing.retract(other, reason="Wrong.")
    assert [item for item, *_rest in found(piece)] == ["inside_links"]


def test_a_piece_may_link_to_itself_before_it_is_public():
    piece = whole()
    piece.body = f'<p>As <a href="/analyses/{piece.slug}/">this piece</a> says.</p>'
    assert found(piece) == []


def test_notes_need_words_or_a_source_and_marks_to_be_read():
    piece = whole(
        body='<p>A<sup class="note"><a href="#fn-1">1</a></sup> b<sup class="note"><a href="#fn-2">2</a></sup></p>'
    )
    source = Source.objects.create(article=piece, key="s", title="The pass")
    Note.objects.create(article=piece, key="1", text="", source=source)
    Note.objects.create(article=piece, key="2", text=" ")
    Note.objects.create(article=piece, key="3", text="Nobody comes here.")
    assert [(item, field) for item, _level, field, _words in found(piece)] == [
        ("notes", "notes"),
        ("unused_notes", "notes"),
    ]


def test_an_open_comment_is_told_until_it_is_resolved():
    piece = whole()
    comment = Comment.objects.create(article=piece, author_name="Leyla", text="Where from?")
    Comment.objects.create(article=piece, author_name="Aram", text="From here.", answers_to=comment)
    assert [f.sentence for f in checklist.failures(piece)] == ["1 comment is not resolved."]
    Comment.objects.update(resolved_at=timezone.now())
    assert found(piece) == []


def test_a_default_byline_is_enough():
    piece = make.article()
    assert "byline" in items(piece)
    make.person("The Caucasus Center", is_body=True, is_default_byline=True)
    assert "byline" not in items(piece)


# How strictly


def test_a_rule_holds_for_its_type_alone():
    rule("topic", REQUIRED, "brief")
    rule("region", OFF, "brief")
    brief, report = make.article(kind="brief"), make.article("Two", kind="report")
    assert {f.item: f.level for f in checklist.failures(brief)}["topic"] == REQUIRED
    assert "region" not in items(brief)
    assert {f.item: f.level for f in checklist.failures(report)}["topic"] == RECOMMENDED
    assert "region" in items(report)


def test_the_required_come_first():
    rule("byline", REQUIRED, "analysis")
    levels = [failure.level for failure in checklist.failures(make.article())]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] == REQUIRED


def test_rules_that_are_the_default_need_no_row():
    everything = {(kind, item.code): item.default(kind) for item, kind in asked()}
    assert keep(everything) == 0
    assert keep(everything | {("report", "topic"): "required"}) == 1
    assert list(CheckRule.objects.values_list("kind", "item", "level")) == [("report", "topic", "required")]
    assert keep(everything) == 1
    assert not CheckRule.objects.exists()


def test_the_rules_are_one_table_that_publishers_save_at_once(client):
    client.force_login(make.user("publisher"))
    address = "/admin/articles/checkrule/"
    chosen = {f"{kind}-{item.code}": item.default(kind) for item, kind in asked()}
    assert client.get(address).text.count("<select") == len(chosen)

    answer = client.post(address, chosen | {"brief-topic": "required"}, follow=True)
    assert "Saved. It holds from now on." in answer.text
    assert [str(each) for each in CheckRule.objects.all()] == ["Policy brief: topic"]
    assert "nothing was saved" in client.post(address, {"brief-topic": "off"}, follow=True).text
    assert CheckRule.objects.get().level == REQUIRED

    client.force_login(make.user("editor"))
    assert "<select" not in client.get(address).text
    assert client.post(address, chosen).status_code == 403
    client.force_login(make.user("moderator"))
    assert client.get(address).status_code == 403


# In the moves


def test_what_is_required_is_asked_by_every_move_that_leads_to_readers():
    publisher = make.user("publisher")
    piece = make.publication().article
    rule("funding", REQUIRED, "analysis")
    locking.take_text(piece, now=timezone.now())
    said = "It does not say who paid for the work."
    moves = (
        lambda: publishing.publish(piece, by=publisher),
        lambda: publishing.schedule(piece, by=publisher, at=timezone.now() + timedelta(days=1)),
        lambda: publishing.correct(piece, by=publisher, type="correction", text="It is closed."),
    )
    for move in moves:
        with pytest.raises(publishing.CannotMove) as refused:
            move()
        assert refused.value.reasons == [said]
    assert (Publication.objects.get().version, Article.objects.get().state) == (1, "draft")

    piece.funding = "Our own means."
    piece.save()
    assert publishing.publish(piece, by=publisher).version == 2


def test_what_the_house_itself_brings_is_not_checked():
    rule("funding", REQUIRED, "analysis")
    assert publishing.publish(make.article(), at=make.NOW).version == 1


def test_a_rule_that_comes_after_scheduling_does_not_break_the_date():
    piece, at = make.article(), timezone.now() + timedelta(hours=1)
    publishing.schedule(piece, by=make.user("publisher"), at=at)
    rule("funding", REQUIRED, "analysis")
    assert scheduling.publish_due(at) == 1
    assert Publication.objects.get().title == "The single road"


def test_a_text_that_was_changed_after_scheduling_is_checked_on_its_date_and_the_publisher_hears_of_it():
    publisher = make.user("publisher")
    piece, at = make.article(), timezone.now() + timedelta(hours=1)
    publishing.schedule(piece, by=publisher, at=at)
    piece.body = "<p>They said [TK] of it.</p>"
    locking.take_text(piece, now=timezone.now())
    piece.save()

    assert scheduling.publish_due(at) == 0
    piece.refresh_from_db()
    assert (piece.state, piece.publish_at) == ("ready", None)
    event = piece.events.get(action="miss")
    assert event.note.text == "Something is still to be filled in."
    assert not Publication.objects.exists()


# Sentences and blocks


def test_sentences_end_where_readers_of_each_script_end_them():
    examples = json.loads((Path(__file__).parent / "sentences.json").read_text(encoding="utf-8"))
    assert [sentences(text) for text, _cut in examples] == [cut for _text, cut in examples]


def test_the_longest_sentences_come_first():
    text = "One two. One two three four. One. Մեկ երկու երեք։ One two three four five?"
    assert longest(text) == [(5, "One two three four five?"), (4, "One two three four."), (3, "Մեկ երկու երեք։")]


def test_a_text_is_taken_apart_into_its_blocks():
    read = outline.read(
        '<h2>One</h2><ul><li>a<p>b</p></li><li>c</li></ul><p>So<sup class="note"><a href="#fn-1">1</a></sup> it'
        '<br>is</p><figure><img src="/images/3" alt="x"><figcaption>Cap</figcaption></figure>loose'
    )
    assert read.text == "One\na\nb\nc\nSo it is\nCap\nloose"
    assert [mark.address for mark in read.marks] == ["1"]
    assert [(spot.address, spot.words) for spot in read.pictures] == [("/images/3", "x")]
    assert read.links == []


# On the page of the piece


def page_of(client, piece):
    return client.get(f"/admin/articles/article/{piece.pk}/change/")


def test_the_page_of_a_piece_leads_from_each_line_to_its_place(client):
    client.force_login(make.user("editor"))
    bare = make.image(alt="")
    piece = whole(lead_image=bare, body="<h3>Small first</h3><p>They said [TK] of it.</p>", funding="")

    page = page_of(client, piece)

    shown = [
        (level, [(row.sentence, row.href, row.place.words, row.picture_address) for row in rows])
        for level, _heading, rows in page.context["checks"]
    ]
    picture = f"/admin/articles/image/{bare.pk}/change/"
    assert shown == [
        (
            "required",
            [
                ("The lead image has no text for those who cannot see it.", "#id_lead_image", "", picture),
                ("Something is still to be filled in.", "#id_body", "They said [TK] of it.", ""),
            ],
        ),
        (
            "recommended",
            [
                (
                    "A heading leaves out a level: smaller ones stand below larger ones, step by step.",
                    "#id_body",
                    "Small first",
                    "",
                ),
                ("It does not say who paid for the work.", "#id_funding", "", ""),
            ],
        ),
    ]
    for words in ("They said [TK] of it.", 'data-words="Small first"', 'href="#id_funding"', picture):
        assert words in page.text


def test_a_piece_in_order_says_so_and_its_text_is_measured(client):
    client.force_login(make.user("editor"))
    piece = whole(body="<h2>The pass</h2><p>One two three four. Մեկ երկու։</p>")
    page = page_of(client, piece)
    assert "Everything is in order." in page.text
    assert page.context["writing"]["words"] == 8
    assert page.context["writing"]["sentences"] == [(4, "One two three four."), (2, "The pass"), (2, "Մեկ երկու։")]


def test_what_is_typed_can_be_checked_without_saving_it(client):
    client.force_login(make.user("editor"))
    piece = whole()
    note = Note.objects.create(article=piece, key="1", text="A note.")
    piece.body = '<p>So.<sup class="note"><a href="#fn-1">1</a></sup></p>'
    piece.save()
    sent = data_of(page_of(client, piece), funding="", topics=[], notes__0__DELETE="on", bylines__0__DELETE="on")

    answer = client.post(f"/admin/articles/article/{piece.pk}/check/", sent)

    rows = [(level, row.sentence) for level, _heading, rows in answer.context["checks"] for row in rows]
    assert rows == [
        ("required", "A mark in the text belongs to no note."),
        ("recommended", "It is under no topic, so readers who look for one do not find it."),
        ("recommended", "Nobody stands under it, and there is no default byline."),
        ("recommended", "It does not say who paid for the work."),
    ]
    piece.refresh_from_db()
    note.refresh_from_db()
    assert (piece.funding, piece.topics.count(), note.text) == ("Our own means.", 1, "A note.")
    assert (piece.bylines.count(), piece.row_version) == (1, 1)


def test_nobody_checks_a_piece_that_is_not_theirs(client):
    piece = whole()
    address = f"/admin/articles/article/{piece.pk}/check/"
    client.force_login(make.user("author"))
    assert client.post(address, {"title": "X"}).status_code == 404
    client.force_login(make.user("editor"))
    assert client.get(address).status_code == 405
