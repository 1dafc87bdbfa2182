"""What happens when two do something at the same moment, with real connections to a real PostgreSQL."""

import pytest

from articles import publishing
from articles.models import Article, Publication
from ccsis.models import Letter
from submissions import moves, receiving
from submissions.models import Contributor, Event, Revision, State, Submission
from tests import make

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]

ROUNDS = 20


def deciding(moderator, pk, action, **given):
    """A moderator with the page open, about to press the button."""
    submission = Submission.objects.get(pk=pk)

    def press():
        return moves.transition(submission, action, actor=moderator, revision_id=submission.revision_id, **given)

    return press


def who_won(outcomes):
    """The one that was made, and what the others were told."""
    losers = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    [winner] = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
    return winner, losers


@pytest.mark.parametrize("second", ["accept", "decline"])
def test_of_two_moderators_one_decides_and_the_other_learns_who_did(together, second):
    first_one, second_one = make.user("moderator", name="L. First"), make.user("moderator", name="N. Second")
    call = make.call()
    given = {"message": "Not for us."} if second == "decline" else {}
    for number in range(ROUNDS):
        submission = make.submission(f"Round {number}", call=call)
        before = submission.version
        outcomes = together(
            deciding(first_one, submission.pk, "accept"), deciding(second_one, submission.pk, second, **given)
        )
        winner, [told] = who_won(outcomes)
        decision = Event.objects.exclude(action__in=["send", "confirm"]).get(submission=submission)
        assert isinstance(told, moves.Conflict)
        label = moves.BY_ACTION[decision.action].label
        assert str(told).startswith(f"Somebody was first: {decision.actor_name}, “{label}”")
        row = Submission.objects.get(pk=submission.pk)
        assert (row.state, row.decided_by_id) == (decision.to_state, decision.actor_id)
        assert row.version == decision.version == before + 1
        assert winner.state == row.state
        letters = Letter.objects.filter(about=f"submission:{row.pk}").exclude(
            template__in=["submission_confirm", "submission_received"]
        )
        assert [letter.key for letter in letters] == [f"submission-{decision.pk}"]
        drafts = Article.objects.filter(title=f"Round {number}")
        assert [draft.pk for draft in drafts] == ([row.article_id] if row.state == State.ACCEPTED else [])


def test_the_same_form_sent_eight_times_at_once_is_one_submission(together):
    call = make.call()

    def send():
        return receiving.take(call, make.filled(), nonce="the-nonce-of-this-form")

    outcomes = together(*[send] * 8)
    assert {outcome.pk for outcome in outcomes} == {Submission.objects.get().pk}
    counts = [model.objects.count() for model in (Revision, Contributor, Event, Letter)]
    assert counts == [1, 1, 1, 1]


def test_ten_workers_follow_one_publication_once(together):
    make.submission(state="accepted")
    publishing.publish(Article.objects.get())
    assert sorted(together(*[moves.follow_publications] * 10)) == [0] * 9 + [1]
    assert Event.objects.filter(action="publish").count() == 1
    assert Letter.objects.filter(template="submission_published").count() == 1


def test_what_is_published_and_withdrawn_at_once_is_one_of_both(together):
    moderator = make.user("moderator")
    call = make.call()
    for number in range(ROUNDS):
        submission = make.submission(f"Round {number}", state="accepted", call=call, by=moderator)
        article = Article.objects.get(pk=submission.article_id)
        together(
            lambda article=article: publishing.publish(article),
            deciding(moderator, submission.pk, "withdraw", note="Asked by telephone."),
        )
        is_public = Publication.objects.filter(article=article).exists()
        state = Submission.objects.get(pk=submission.pk).state
        assert (is_public, state) in [(True, State.ACCEPTED), (False, State.WITHDRAWN)]


def test_a_moderator_and_a_contributor_move_at_once_and_one_of_them_does(together):
    moderator = make.user("moderator")
    call = make.call()
    for number in range(ROUNDS):
        submission = make.submission(f"Round {number}", call=call)
        theirs = Submission.objects.get(pk=submission.pk)
        winner, [told] = who_won(
            together(
                deciding(moderator, submission.pk, "accept"),
                lambda theirs=theirs: moves.transition(theirs, "withdraw", actor="contributor"),
            )
        )
        assert isinstance(told, moves.Conflict)
        assert Submission.objects.get(pk=submission.pk).state == winner.state
        assert Event.objects.filter(submission=submission).count() == 3
        assert Article.objects.filter(title=f"Round {number}").exists() == (winner.state == State.ACCEPTED)
