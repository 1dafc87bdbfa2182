"""Near duplicates: found among submissions and publications, with the passages; never a text with itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import publishing
from articles.models import Article
from submissions import erasure, receiving, similar
from submissions.models import Flag, Shingle, Submission
from tests import make

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


@settings(max_examples=60, deadline=None)
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
