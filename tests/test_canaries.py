"""Marked names, addresses and numbers of contributors, looked for where nobody may read them and after erasures."""

import logging
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from ccsis import letters as outbox
from submissions import erasure, files, links, retention
from submissions.models import Draft, Flag, Message
from tests import documents, make, test_site_secrets

MAIL, PHONE, NAME = "qzcanary", "77 66 55", "Qzhiddename"
HIDDEN = [MAIL, PHONE, "776655", NAME]
# Who keeps what: everything else that holds one of them is a leak. A letter knows where it goes.
KEEPERS = {
    MAIL: {"submissions_contributor", "submissions_coauthor", "submissions_draft", "ccsis_letter"},
    PHONE: {"submissions_contributor"},
    "776655": {"submissions_contributor"},  # the words by which privacy officers find it
    NAME: {"submissions_contributor", "submissions_coauthor", "submissions_draft", "ccsis_letter"},
}


def dumped():
    """Every table of the database as text, by its name."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names come from the database
            found[table] = repr(
                [bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row]
            )
    return found


def marked(state, n=1, **more):
    """A submission with a canary wherever somebody gives one; readers are to see a pseudonym."""
    who = {
        "full_name": f"{NAME} {n}",
        "native_name": NAME,
        "phone": f"+995 599 {PHONE}",
        "email": f"{MAIL}{n}@mail.example",
    }
    who |= {"credit_choice": "pseudonym", "pseudonym": f"A. Driver {n}"}
    submission = make.submission(f"What if {n}", state=state, **who | more)
    make.coauthor(submission, full_name=f"{NAME} second", email=f"{MAIL}{n}b@mail.example", credit_choice="anonymous")
    links.mint(submission, "manage")
    return submission


@pytest.mark.django_db
def test_who_is_not_to_be_known_is_known_in_no_answer_log_cache_subject_or_other_table(client, settings, caplog):
    caplog.set_level(logging.DEBUG)
    settings.METRICS_TOKEN = "a-long-token"
    for n, state in enumerate(make.WAYS, start=1):
        marked(state, n)
    call_command("tick", verbosity=0)
    addresses = [*test_site_secrets.addresses(), *test_site_secrets.fixed_addresses(), "/simulations/what-if-10/"]
    addresses += [f"/search/?q={word}" for word in ("what+if", "driver")]
    for address in addresses:
        answer = client.get(address, headers={"accept": "*/*", "Authorization": "Bearer a-long-token"})
        text = test_site_secrets.read(answer) + str(answer.headers)
        assert [each for each in HIDDEN if each in text] == [], address
    assert "A. Driver" in client.get("/simulations/what-if-10/").text
    outbox.send_due()
    assert [letter.subject for letter in mail.outbox if any(each in letter.subject for each in HIDDEN)] == []
    assert mail.outbox
    assert [each for each in HIDDEN if each in caplog.text] == []
    assert [each for each in HIDDEN if each.encode() in repr(getattr(cache, "_cache", "")).encode()] == []
    tables = dumped()
    kept = {each: {name for name, text in tables.items() if each in text} for each in HIDDEN}
    assert {each: kept[each] - KEEPERS[each] for each in HIDDEN} == {each: set() for each in HIDDEN}
    assert all(kept.values())


@pytest.mark.django_db(transaction=True)
def test_after_an_erasure_no_byte_is_left_in_the_database_or_on_the_disk(settings, tmp_path):
    settings.PRIVATE_ROOT = settings.MEDIA_ROOT = tmp_path
    submission = marked("changes_requested", text=f"{NAME} wrote this.")
    files.attach(submission, files.check(documents.upload(documents.docx()), ["docx"]))
    Draft.objects.create(submission=submission, typed={"title": [NAME]}, email=f"{MAIL}@mail.example")
    Flag.objects.create(submission=submission, code="links", evidence={"name": NAME})
    Message.objects.create(submission=submission, by_contributor=True, text=f"{NAME}, {PHONE}")
    outbox.send_due()
    assert [path for path in tmp_path.rglob("*") if path.is_file()]
    assert erasure.erase(submission, by="contributor")
    outbox.send_due()
    retention.apply()
    assert {name for name, text in dumped().items() if any(each in text for each in HIDDEN)} == set()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["erasures.jsonl"]
    assert [each for each in HIDDEN if each in (tmp_path / "erasures.jsonl").read_text()] == []
    assert [each for each in HIDDEN if each.encode() in bytes_of_the_database()] == []


def bytes_of_the_database():
    """The files of SQLite after they were tidied up; of PostgreSQL the tables, since a server keeps its files."""
    if connection.vendor != "sqlite":
        return repr(dumped()).encode()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    name = Path(connection.settings_dict["NAME"])
    return b"".join(each.read_bytes() for each in name.parent.glob(f"{name.name}*"))
