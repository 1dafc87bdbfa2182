"""Near duplicates: found among submissions and publications, with the passages; never a text with itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import publishing
from articles.models import Article
from ccsis.commonmark import to_html
from ccsis.html import clean_html, plain_text
from submissions import erasure, marking, moves, receiving, similar
from submissions.models import Flag, Shingle, Submission
from tests import make, rounds

pytestmark = pytest.mark.django_db

WORDS = (
    "the pass was shut in the second week of january and nobody at the ministry of roads had written down for how long "
    "it might stay so because the gauge above the village had been broken since autumn and the man who used to read it "
    "had gone to the plain to look for work while the lorries stood in a line of eleven kilometres below the tunnel"
).split()
OTHER = (
    "grain came by the ferry every tuesday until the sea fell below the mark at which a laden ship can pass the bar "
    "and then it came on fridays in smaller ships whose owners asked for twice the price and were paid in flour"
).split()


def text(*parts):
    return " ".join(word for part in parts for word in part)


def sent(source, **fields):
    fields.setdefault("email", f"r{Submission.objects.count()}@mail.example")
    return make.submission(text=source, **fields)


def found(submission):
    return [(near.submission_id or near.path, near.percent) for near in similar.near(submission)]


def test_a_text_that_shares_much_with_an_earlier_one_is_flagged_with_the_passages():
    first = sent(text(WORDS))
    second = sent(text(OTHER, WORDS[:40]))
    similar.compare_due()
    [near] = similar.near(Submission.objects.get(pk=second.pk))
    assert near.submission_id == first.pk
    assert 30 <= near.percent <= 60
    assert near.passages == [text(WORDS[:40])]
    assert similar.near(first) == []  # it came first, and was compared with what there was


def test_case_marks_and_punctuation_make_no_difference():
    first = sent(text(WORDS))
    second = sent(f"{text(WORDS[:30]).upper()}, {text(WORDS[30:])}!")
    similar.compare_due()
    assert found(second) == [(first.pk, 100)]


def test_texts_that_share_little_are_not_flagged():
    sent(text(WORDS))
    second = sent(text(OTHER, WORDS[:9]))
    similar.compare_due()
    assert found(second) == []
    assert not Flag.objects.exists()


def test_a_text_is_compared_with_what_was_published_and_not_with_its_own():
    publication = make.publication("The pass", body=f"<p>{text(WORDS)}</p>")
    theirs = sent(text(WORDS))
    own = sent(text(OTHER), state="accepted")
    publishing.publish(Article.objects.get(pk=own.article_id))
    similar.compare_due()
    assert found(theirs) == [(publication.get_absolute_url(), 100)]
    assert found(own) == []
    publishing.retract(publication.article, reason="Wrong.")
    assert found(theirs) == []


def test_a_new_revision_is_compared_anew():
    first = sent(text(WORDS))
    second = sent(text(OTHER))
    similar.compare_due()
    assert (found(second), similar.compare_due()) == ([], 0)
    receiving.revise(Submission.objects.get(pk=second.pk), make.filled(source=text(WORDS)))
    assert similar.compare_due() == 1
    assert found(second) == [(first.pk, 100)]
    receiving.revise(Submission.objects.get(pk=second.pk), make.filled(source=text(OTHER)))
    similar.compare_due()
    assert found(second) == []


def test_what_does_not_count_yet_is_not_compared():
    sent(text(WORDS), state="unconfirmed")
    sent(text(WORDS), state="draft")
    assert similar.compare_due() == 0
    assert not Shingle.objects.exists()


def test_nothing_of_an_erased_text_stays_in_the_index(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    first, second = sent(text(WORDS)), sent(text(WORDS))
    similar.compare_due()
    erasure.erase(first, by="contributor")
    assert set(Shingle.objects.values_list("ref", flat=True)) == {second.pk}
    assert found(second) == []


def test_the_moderator_sees_what_it_shares_and_with_what(client):
    first = sent(text(WORDS), full_name="First Writer")
    second = sent(text(OTHER, WORDS))
    similar.compare_due()
    client.force_login(make.user("moderator"))
    page = client.get(f"/admin/submissions/submission/{second.pk}/review/").content.decode()
    assert f"({first.reference})" in page
    assert text(WORDS[:20]) in page


@rounds.random(20)
@given(st.lists(st.sampled_from(WORDS + OTHER), max_size=60), st.lists(st.sampled_from(WORDS), max_size=60))
def test_the_index_is_the_one_of_jaccard(one, other):
    """Against the plain definition on sets of runs of words."""

    def runs(words):
        return {tuple(words[at : at + 8]) for at in range(len(words) - 7)}

    first, second = runs(one), runs(other)
    expected = len(first & second) / len(first | second) if first and second else 0.0
    assert similar.jaccard(similar.Text.of(text(one)), similar.Text.of(text(other))) == pytest.approx(expected)
    assert similar.jaccard(similar.Text.of(text(one)), similar.Text.of(text(one))) == (1.0 if first else 0.0)


def test_a_sample_is_part_of_every_finer_one():
    long = similar.Text.of(" ".join(f"word{n}" for n in range(5000)))
    assert similar.SAMPLED <= len(long.sample()) <= 3 * similar.SAMPLED
    assert long.sample() <= set(long.runs)


# Marked in the text that is shown


def without_marks(html):
    return html.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize(
    ("html", "spans", "expected"),
    [
        ("<p>One two three.</p>", [(1, 3)], "<p>One <mark>two three</mark>.</p>"),
        (
            "<p>One <em>two</em> three.</p>",
            [(0, 3)],
            "<p><mark>One </mark><em><mark>two</mark></em><mark> three</mark>.</p>",
        ),
        (
            "<p>One</p>\n<p>two &amp; three</p>",
            [(0, 3)],
            "<p><mark>One</mark></p>\n<p><mark>two &amp; three</mark></p>",
        ),
        ('<p>A<sup class="note"><a href="#fn-1">1</a></sup> b c</p>', [(0, 2)], None),
        (
            "<p>Ta<strong>xes</strong> rise</p>",
            [(0, 1)],
            "<p><mark>Ta</mark><strong><mark>xes</mark></strong> rise</p>",
        ),
        ("<p>در کوه پنج روز</p>", [(1, 3)], "<p>در <mark>کوه پنج</mark> روز</p>"),
        ("<p>a b c d</p>", [(2, 3), (0, 2)], "<p><mark>a b c</mark> d</p>"),
        ("<p>a b</p>", [(1, 99)], "<p>a <mark>b</mark></p>"),
        ("<p>a b</p>", [(7, 9)], "<p>a b</p>"),
        ('<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">a b</a></p>', [(0, 1)], None),
    ],
)
def test_marks_go_round_words_and_leave_the_rest_of_the_html_alone(html, spans, expected):
    marked = marking.marked(html, spans)
    assert without_marks(marked) == html
    assert clean_html(marked) == marked
    if expected:
        assert marked == expected


def test_a_mark_in_a_text_with_a_note_passes_the_note_by():
    html = '<p>A<sup class="note"><a href="#fn-1">1</a></sup> b c</p>'
    assert marking.marked(html, [(0, 2)]) == (
        '<p><mark>A</mark><sup class="note"><a href="#fn-1">1</a></sup><mark> b</mark> c</p>'
    )


@rounds.random(20)
@given(
    st.lists(
        st.sampled_from([*WORDS[:9], "*b*", "**c d**", "[e](https://x.example/?a&b)", "&", "\n\n", "# h\n\n", "`f`"])
    ),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4),
)
def test_no_text_loses_anything_by_being_marked(parts, spans):
    html, _notes = to_html(" ".join(parts))
    marked = marking.marked(html, spans)
    assert without_marks(marked) == html
    assert plain_text(marked) == plain_text(html)
    assert clean_html(marked) == marked


def test_what_it_shares_is_marked_in_the_text_that_is_shown_and_readers_get_none_of_it(client):
    sent(text(WORDS))
    second = sent(f"{text(OTHER)}\n\nIt began *so*: {text(WORDS[:40])}.")
    similar.compare_due()
    moderator = make.user("moderator")
    client.force_login(moderator)
    address = f"/admin/submissions/submission/{second.pk}/review/"
    page = client.get(address).content.decode()
    assert f"<p>It began <em>so</em>: <mark>{text(WORDS[:40])}</mark>.</p>" in page
    assert f"<p>{text(OTHER)}</p>" in page
    assert "Marked like this" in page
    plain = client.get(f"{address}?plain=1").content.decode()
    assert f"<p>It began <em>so</em>: {text(WORDS[:40])}.</p>" in plain and "<mark>" not in plain
    accepted = moves.transition(Submission.objects.get(pk=second.pk), "accept", actor=moderator)
    assert "<mark>" not in second.revision.html + Article.objects.get(pk=accepted.article_id).body


def test_nothing_is_marked_in_a_newer_text_before_it_was_compared_nor_for_what_is_erased(client, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    first, second = sent(text(WORDS)), sent(text(OTHER, WORDS))
    similar.compare_due()
    client.force_login(make.user("moderator"))
    address = f"/admin/submissions/submission/{second.pk}/review/"
    assert "<mark>" in client.get(address).content.decode()
    receiving.revise(Submission.objects.get(pk=second.pk), make.filled(source=text(WORDS, OTHER)))
    assert "<mark>" not in client.get(address).content.decode()
    similar.compare_due()
    assert "<mark>" in client.get(address).content.decode()
    erasure.erase(first, by="contributor")
    assert "<mark>" not in client.get(address).content.decode()
