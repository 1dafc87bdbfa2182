"""What the tests of the review page share: where it is, what a person reads there, and pressing a button on it."""

import re
from html import unescape

from articles.models import Article
from ccsis.models import Letter
from submissions.models import Event, Submission


def address(submission, page="review"):
    return f"/admin/submissions/submission/{submission.pk}/{page}/"


def words_of(page):
    """What a person reads: without marks, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def panel(page, name):
    """The words of one section of the page, by its id."""
    found = re.search(rf'<section[^>]* id="{name}".*?</section>', page.content.decode(), re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split()) if found else None


def decide(client, submission, action, **given):
    """Press the button of a move, with the version and the text that the Submission has here."""
    read = {"action": action, "version": submission.version, "revision": submission.revision_id}
    return client.post(address(submission), read | given)


def rows():
    """What a decision writes, counted."""
    return [Event.objects.count(), Letter.objects.count(), Article.objects.count()]


def fresh(submission):
    return Submission.objects.select_related("call", "revision", "claimed_by").get(pk=submission.pk)
