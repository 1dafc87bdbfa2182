import smtplib
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.template import TemplateDoesNotExist

from ccsis import letters
from ccsis.models import Letter, SiteSettings, User

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
Status = Letter.Status


def minutes(number):
    return timedelta(minutes=number)


TEMPLATES = {
    "letters/hello.subject.txt": "Hello {{ name }}\n",
    "letters/hello.txt": "Dear {{ name }},\n\n{% if link %}here: {{ link }}\n{% endif %}\n\n\nthank you & goodbye.\n",
    "letters/broken.subject.txt": "Broken",
    "letters/broken.txt": "{% load nothing_there %}",
    "letters/dated.subject.txt": "{% load i18n %}{% translate 'Thursday' %}",
    "letters/dated.txt": "…",
}


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The time as the outbox sees it; move it with `clock.now += …`."""
    clock = SimpleNamespace(now=NOW)
    monkeypatch.setattr("ccsis.letters.timezone.now", lambda: clock.now)
    return clock


@pytest.fixture(autouse=True)
def templates(settings):
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", TEMPLATES)]},
        }
    ]


@pytest.fixture
def server(settings, monkeypatch):
    """A mail server that answers as told: an error for all, or by recipient, at connecting or at sending."""
    server = SimpleNamespace(at_connecting=None, at_sending={}, connections=0)

    class Backend(EmailBackend):
        def open(self):
            server.connections += 1
            if server.at_connecting:
                raise server.at_connecting

        def send_messages(self, messages):
            for message in messages:
                error = server.at_sending.get(message.to[0]) or server.at_sending.get("everybody")
                if error:
                    raise error
            return super().send_messages(messages)

    monkeypatch.setattr("tests.test_letters.Backend", Backend, raising=False)
    settings.EMAIL_BACKEND = "tests.test_letters.Backend"
    return server


def secret_address(number):
    return f"https://ccsis.example/secret/{number}/"


def address_of_a_user(pk):
    return f"https://ccsis.example/users/{User.objects.get(pk=pk).pk}/"


def put(to="nino@example.org", template="hello", **more):
    return letters.put(template, to, params={"name": "Nino"}, **more)


def status_of(letter):
    letter.refresh_from_db()
    return letter.status


def refusal(code=550):
    return smtplib.SMTPRecipientsRefused({"nino@example.org": (code, b"nino@example.org is unknown here")})


pytestmark = pytest.mark.django_db


def test_a_letter_leaves_with_its_values_and_the_signature_of_the_site(settings):
    settings.DEFAULT_FROM_EMAIL = "CCSIS <desk@ccsis.example>"
    SiteSettings(pk=1, contact_address="contact@ccsis.example", mail_signature="The desk\nTbilisi").save()
    letter = put()
    assert letters.send_due() == 1
    (message,) = mail.outbox
    assert message.subject == "Hello Nino"
    assert message.body == "Dear Nino,\n\nthank you & goodbye.\n\n-- \nThe desk\nTbilisi\n"
    assert (message.to, message.from_email, message.reply_to) == (
        ["nino@example.org"],
        "CCSIS <desk@ccsis.example>",
        ["contact@ccsis.example"],
    )
    assert status_of(letter) == Status.SENT
    assert (letter.subject, letter.text, letter.sent_at) == (message.subject, message.body, NOW)


def test_a_letter_leaves_once():
    put()
    assert [letters.send_due(), letters.send_due()] == [1, 0]
    assert len(mail.outbox) == 1


def test_nothing_is_escaped_for_a_letter_is_not_a_page():
    letters.put("hello", "nino@example.org", params={"name": "O'Neill & <Sons>"})
    letters.send_due()
    assert mail.outbox[0].subject == "Hello O'Neill & <Sons>"
    assert mail.outbox[0].body.startswith("Dear O'Neill & <Sons>,")


def test_a_secret_link_is_made_at_sending_and_not_kept():
    letter = put(links={"link": [f"{__name__}.secret_address", 7]})
    letters.send_due()
    assert "here: https://ccsis.example/secret/7/\n" in mail.outbox[0].body
    letter.refresh_from_db()
    assert "here: [link]\n" in letter.text
    assert "secret/7" not in str(vars(letter))


def test_a_letter_whose_subject_is_gone_is_cancelled():
    letter = put(links={"link": [f"{__name__}.address_of_a_user", 404]})
    assert letters.send_due() == 0
    assert status_of(letter) == Status.CANCELLED
    assert "User matching query does not exist" in letter.error


@pytest.mark.parametrize(
    "name", ["Nino\r\nBcc: all@example.org", "Nino\nBcc: x", "Nino\u2028Bcc: x", "Nino\x85\x0bBcc: x"]
)
def test_no_value_makes_a_header(name):
    letters.put("hello", "nino@example.org", params={"name": name})
    letters.send_due()
    message = mail.outbox[0].message()
    assert sorted(message.keys()) == sorted(
        "Content-Type MIME-Version Content-Transfer-Encoding Subject From To Date Message-ID Auto-Submitted".split()
    )
    assert str(mail.outbox[0].subject).splitlines() == [" ".join(name.split()).join(["Hello ", ""])]


@pytest.mark.parametrize("to", ["nino@example.org\nBcc: all@example.org", "a@example.org, b@example.org"])
def test_no_recipient_makes_a_header_or_a_second_recipient(to):
    letter = put(to)
    assert letters.send_due() == 0
    assert mail.outbox == []
    assert status_of(letter) == Status.QUEUED


def test_persian_joiners_stay_in_the_subject():
    letters.put("hello", "nino@example.org", params={"name": "می\u200cخواهم"})
    letters.send_due()
    assert mail.outbox[0].subject == "Hello می\u200cخواهم"


def test_a_letter_speaks_its_language():
    put(template="dated", language="ru")
    letters.send_due()
    assert mail.outbox[0].subject == "Четверг"


def test_every_try_has_the_same_message_id_and_every_letter_its_own(server, clock):
    first, second = put("ann@example.org", harmless_twice=True), put("nino@example.org")
    letters.send_due()
    Letter.objects.filter(pk=first.pk).update(status=Status.QUEUED)
    letters.send_due()
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert ids[0] == ids[2] != ids[1]
    assert ids[0].endswith("@testserver>")
    assert second.pk != first.pk


def test_a_wrong_template_fails_where_the_letter_is_put():
    with pytest.raises(TemplateDoesNotExist):
        put(template="not_there")


def test_a_letter_of_something_that_did_not_happen_is_gone():
    with pytest.raises(IntegrityError), transaction.atomic():
        put()
        raise IntegrityError("undone")
    assert not Letter.objects.exists()


def test_a_key_makes_doubles_impossible_inside_a_transaction():
    with transaction.atomic():
        first = put(key="submission:12:received")
        second = put("ann@example.org", key="submission:12:received")
        assert Letter.objects.count() == 1  # the transaction still works
    assert (second.pk, second.recipient) == (first.pk, "nino@example.org")


def test_a_held_letter_waits_and_then_leaves(clock):
    letter = put(hold=minutes(10))
    assert letters.send_due() == 0
    assert status_of(letter) == Status.HELD
    assert letter.hold_until == NOW + minutes(10)
    clock.now += minutes(10)
    assert letters.send_due() == 1
    assert status_of(letter) == Status.SENT


def test_what_is_undone_in_time_is_never_told_and_can_be_told_anew(clock):
    held = put(about="submission:12", key="submission:12:accepted", hold=minutes(10))
    put(about="submission:12")
    other = put(about="submission:13", hold=minutes(10))
    assert letters.cancel("submission:12") == 1
    anew = put(about="submission:12", key="submission:12:accepted", hold=minutes(10))
    clock.now += minutes(20)
    assert letters.send_due() == 3
    assert [status_of(letter) for letter in (held, anew, other)] == [Status.CANCELLED, Status.SENT, Status.SENT]


def test_what_has_left_cannot_be_cancelled(clock):
    put(about="submission:12", hold=minutes(10))
    clock.now += minutes(10)
    letters.send_due()
    assert letters.cancel("submission:12") == 0


def test_stopping_one_letter_keeps_its_key_taken():
    letter = put(key="reminder")
    assert letters.stop(letter)
    assert put(key="reminder").status == Status.CANCELLED
    assert not letters.stop(letter)
    assert letters.send_due() == 0


def test_a_refused_letter_is_tried_again_after_growing_pauses_and_then_given_up(server, clock):
    server.at_sending["everybody"] = refusal()
    letter = put()
    pauses = []
    for _try in range(letters.MOST_TRIES):
        letters.send_due()
        letter.refresh_from_db()
        pauses.append((letter.send_at - clock.now) // minutes(1))
        assert letters.send_due() == 0  # not before its time
        clock.now = max(letter.send_at, clock.now)
    assert pauses[:5] == [1, 2, 5, 15, 60]
    assert max(pauses) == 1440
    assert (letter.status, letter.tries) == (Status.FAILED, 12)
    clock.now += timedelta(days=30)
    assert letters.send_due() == 0
    assert letters.resend(letter)
    server.at_sending.clear()
    assert letters.send_due() == 1


def test_an_error_is_kept_without_the_person(server):
    server.at_sending["everybody"] = refusal()
    letter = put()
    letters.send_due()
    letter.refresh_from_db()
    assert "550" in letter.error
    assert "nino" not in letter.error


def test_one_refused_recipient_does_not_hold_up_the_others(server):
    server.at_sending["nino@example.org"] = refusal()
    refused, other = put(), put("ann@example.org")
    assert letters.send_due() == 1
    assert (status_of(refused), status_of(other)) == (Status.QUEUED, Status.SENT)


def test_a_broken_template_does_not_hold_up_the_others(clock):
    broken, other = put(), put("ann@example.org")
    Letter.objects.filter(pk=broken.pk).update(template="broken")
    assert letters.send_due() == 1
    assert (status_of(broken), status_of(other)) == (Status.QUEUED, Status.SENT)
    assert broken.error.startswith("TemplateSyntaxError")


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError("no"), TimeoutError(), smtplib.SMTPAuthenticationError(535, b"no")]
)
def test_while_the_server_is_away_nothing_is_lost_and_it_is_asked_once_a_round(server, clock, error):
    server.at_connecting = error
    waiting = [put(f"reader{number}@example.org") for number in range(3)]
    assert letters.send_due() == 0
    assert server.connections == 1
    assert [status_of(letter) for letter in waiting] == [Status.QUEUED] * 3
    server.at_connecting = None
    clock.now += minutes(1)
    assert letters.send_due() == 3


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected("gone"), TimeoutError(), ConnectionResetError()])
def test_a_line_that_breaks_while_sending_leaves_it_uncertain_where_a_double_does_harm(server, clock, error):
    server.at_sending["everybody"] = error
    decision, link = put(), put("ann@example.org", harmless_twice=True)
    letters.send_due()
    letters.send_due()
    assert (status_of(decision), status_of(link)) == (Status.UNCERTAIN, Status.QUEUED)
    server.at_sending.clear()
    clock.now += timedelta(days=1)
    assert letters.send_due() == 1
    assert status_of(decision) == Status.UNCERTAIN
    assert letters.resend(decision)
    assert letters.send_due() == 1


def half_sent(**more):
    letter = put(**more)
    Letter.objects.filter(pk=letter.pk).update(status=Status.SENDING, sending_since=NOW, tries=1)
    return letter


def test_a_letter_found_half_sent_is_uncertain_or_goes_again_where_that_does_no_harm(clock):
    decision, link = half_sent(), half_sent(to="ann@example.org", harmless_twice=True)
    clock.now += minutes(9)
    assert letters.send_due() == 0
    assert (status_of(decision), status_of(link)) == (Status.SENDING, Status.SENDING)
    clock.now += minutes(2)
    assert letters.send_due() == 1
    assert (status_of(decision), status_of(link)) == (Status.UNCERTAIN, Status.SENT)


def test_a_letter_that_kills_its_sender_is_not_tried_for_ever(clock):
    letter = half_sent(harmless_twice=True)
    Letter.objects.filter(pk=letter.pk).update(tries=letters.MOST_TRIES)
    clock.now += minutes(11)
    assert letters.send_due() == 0
    assert status_of(letter) == Status.UNCERTAIN


def test_only_what_waits_or_went_wrong_is_sent_again():
    letter = put()
    letters.send_due()
    assert not letters.resend(letter)
    stopped = put()
    letters.stop(stopped)
    assert not letters.resend(stopped)
    assert letters.send_due() == 0


def test_forgetting_leaves_that_there_were_letters_and_nothing_of_the_person(clock):
    sent = put(about="submission:12")
    letters.send_due()
    waiting, leaving, other = put(about="submission:12"), half_sent(about="submission:12"), put(about="submission:1")
    assert letters.forget("submission:12") == 3
    assert [status_of(letter) for letter in (sent, waiting, leaving)] == [
        Status.SENT,
        Status.CANCELLED,
        Status.UNCERTAIN,
    ]
    assert not any("nino" in str(vars(letter)).lower() for letter in (sent, waiting, leaving))
    assert status_of(other) == Status.QUEUED
    assert not letters.resend(leaving)


def test_long_lines_are_broken_at_spaces_and_addresses_are_not():
    address = "https://ccsis.example/" + "a-long-way/" * 9
    text = f"{'word ' * 30}\n\n> {'quoted ' * 20}\n- {'listed ' * 20}\nhere: {address}\n-- \nend"
    lines = letters.wrapped(text).split("\n")
    assert max(len(line) for line in lines if address not in line) <= letters.LINE
    assert address in lines
    assert all(line.startswith("> ") for line in lines if "quoted" in line)
    assert [line[:2] for line in lines if "listed" in line] == ["- ", "  "]
    assert lines[-2:] == ["-- ", "end"]


def test_a_round_with_nothing_due_costs_three_queries(django_assert_num_queries):
    with django_assert_num_queries(3):
        letters.send_due()


@pytest.mark.postgres_only
def test_two_workers_send_a_letter_once(together, server):
    for number in range(10):
        put(f"reader{number}@example.org")
    sent = together(letters.send_due, letters.send_due, letters.send_due)
    assert sum(sent) == 10
    assert sorted(message.to[0] for message in mail.outbox) == [f"reader{number}@example.org" for number in range(10)]


@pytest.mark.postgres_only
def test_two_who_put_the_same_key_at_the_same_moment_get_the_same_letter(together):
    def put_in_transaction():
        with transaction.atomic():
            letter = put(key="submission:12:received")
            assert Letter.objects.filter(pk=letter.pk).exists()
            return letter.pk

    assert len(set(together(*[put_in_transaction] * 6))) == 1
    assert Letter.objects.count() == 1
