"""More than two hundred hostile texts, all at once, on every page, feed, list, answer and letter: nothing can act."""

from email import message_from_bytes, policy
from urllib.parse import urlencode

import pytest
from django.core import mail

from articles.models import Publication
from articles.site import printing
from ccsis import letters as outbox
from ccsis import roles
from tests import hostile_world, make, test_attacks, test_site_secrets

pytestmark = pytest.mark.django_db
HEADERS = {"Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Reply-To", "Date"}
HEADERS |= {"Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress"}
SHOWN = "onerror"  # as a word, on every surface that shows what somebody typed


@pytest.fixture
def world(client):
    return hostile_world.build()


def judge(response):
    """What could act in an answer, by its kind."""
    kind, text = response["Content-Type"].partition(";")[0], test_site_secrets.read(response)
    if kind == "text/html":
        return hostile_world.acting(text)
    if kind.endswith("xml"):
        return hostile_world.acting_in_xml(text)
    if kind.endswith("json"):
        return hostile_world.acting_in_json(text)
    if kind == "text/markdown":
        return hostile_world.acting_in_markdown(text)
    assert response["X-Content-Type-Options"] == "nosniff"
    return []


def walk(client, addresses, statuses):
    """Open them all. Gives what could act, by address, and the addresses where a hostile text is read as words."""
    found, shown = {}, set()
    for address in addresses:
        response = client.get(address, headers={"accept": "*/*"})
        assert response.status_code in statuses, (address, response.status_code)
        if acting := judge(response):
            found[address] = acting[:3]
        if response["Content-Type"].startswith("text/html") and SHOWN in hostile_world.words(response.text):
            shown.add(address)
    return found, shown


def test_the_eye_sees_what_could_act():
    for text in ("<img onerror=x>", "<a href=' java\tscript:x'>", "<script>1</script>", "<p style=x>", "<base href=x>"):
        assert hostile_world.acting(f"<p>{text}</p>"), text
    assert hostile_world.acting_in_markdown("---\na: b\n---\n<img src=x onerror=alert(1)>")
    assert hostile_world.acting_in_json('{"content_html": ["<b onclick=x>"]}')
    assert hostile_world.acting_in_xml("<rss><description>&lt;b onclick=x></description></rss>")
    assert len(set(hostile_world.TEXTS)) >= 200


def test_nothing_can_act_on_any_page_for_readers_or_programs(client, world):
    _rows, secret = world
    addresses = [*test_site_secrets.addresses(), "/fa/", "/submit/", "/submit/call/", "/search/suggest?q=img"]
    addresses += [
        "/search/?q=alert",
        "/search/feed.atom?q=alert",
        f"/search/?{urlencode({'q': hostile_world.OPENING})}",
    ]
    found, shown = walk(client, [*addresses, *secret.values()], (200, 202, 301, 302, 404, 410))
    assert found == {}
    assert {"/", "/analyses/", "/simulations/what-if/", "/tags/lars/", "/people/tamar-lezhvari/"} <= shown
    assert {"/analyses/the-single-road/", "/analyses/the-single-road/v/1/", "/analyses/taken-back/"} <= shown
    assert {"/corrections/", "/search/?q=alert", "/submit/call/", *secret.values()} <= shown
    paper, files = printing.document(Publication.objects.get(slug="the-single-road"))
    assert (hostile_world.acting(paper), SHOWN in hostile_world.words(paper)) == ([], True)
    assert [name for name in files if not name.startswith((printing.STATIC, printing.PICTURES))] == []


def everybody():
    """An account with every role, so that every page of the desk opens."""
    user = make.user("editor")
    roles.ensure_groups()
    user.groups.set(type(user.groups.first()).objects.filter(name__in=roles.ROLES))
    return user


def test_nothing_can_act_on_any_page_of_the_desk_nor_in_what_it_says(client, world):
    rows, _secret = world
    client.force_login(everybody())
    piece, received, topic = (rows[name] for name in ("articles_article", "submissions_submission", "articles_topic"))
    addresses, below = test_attacks.addresses(rows), f"/admin/articles/article/{piece}"
    lists = ("articles/article", "articles/tag", "articles/person", "articles/image", "ccsis/redirect", "ccsis/user")
    addresses += [f"/admin/{name}/?q=onerror" for name in lists]
    review = f"/admin/submissions/submission/{received}"
    addresses += ["/admin/submissions/queue/?q=img", f"{review}/review/", f"{review}/compare/", f"{review}/write/"]
    addresses += [f"/admin/articles/topic/{topic}/delete/", f"{below}/texts/compare/?from=1&all=1"]
    found, shown = walk(client, dict.fromkeys(addresses), (200, 302, 403, 404, 405))
    assert found == {}
    assert {f"{below}/{page}" for page in ("change/", "preview/", "texts/", "texts/compare/?from=1&all=1")} <= shown
    assert {f"{review}/review/", "/admin/submissions/queue/", "/admin/", "/admin/articles/tag/?q=onerror"} <= shown
    form = {"name": hostile_world.OPENING, "position": 1}
    saved = client.post(f"/admin/articles/topic/{topic}/change/", form, follow=True)
    assert (hostile_world.acting(saved.text), SHOWN in hostile_world.words(saved.text)) == ([], True)


def test_no_letter_carries_markup_or_a_header_of_somebody_elses(world):
    outbox.send_due()
    assert len(mail.outbox) >= 2
    for letter in mail.outbox:
        message = message_from_bytes(letter.message().as_bytes(), policy=policy.default)
        assert message.get_content_type() == "text/plain"
        assert set(message) <= HEADERS
        assert len(message.get_all("To")) == len(message.get_all("Subject")) == 1
    assert any(SHOWN in letter.body + letter.subject for letter in mail.outbox)
