"""Violations of the content security policy are told to the log, and to nobody's harm."""

import json

import pytest

from ccsis import reports

pytestmark = pytest.mark.django_db

REPORT = {
    "document-uri": "http://testserver/submissions/a-secret-token/?q=nino@example.org",
    "blocked-uri": "https://evil.example/x.js?leak=1",
    "effective-directive": "script-src-elem",
    "line-number": 12,
}


def send(client, body):
    return client.generic("POST", "/csp-report", body, content_type="application/csp-report")


def said(caplog):
    return [record.facts for record in caplog.records if record.name == "ccsis.reports"]


def test_a_report_becomes_one_event_without_secrets(client, caplog):
    assert "report-uri /csp-report" in client.get("/")["Content-Security-Policy"]
    assert send(client, json.dumps({"csp-report": REPORT})).status_code == 204
    assert said(caplog) == [
        {
            "page": "/submissions/[token]/",
            "directive": "script-src-elem",
            "what": "script-src-elem https://evil.example",
            "line": 12,
        }
    ]


def test_nonsense_and_floods_are_answered_alike_and_leave_little(client, caplog):
    for body in ("", "[]", '{"csp-report": 1}', '{"csp-report": {}}', "[" * 5000, "\ud800".encode("utf-8", "replace")):
        assert send(client, body).status_code == 204
    assert send(client, json.dumps({"csp-report": {**REPORT, "x": "y" * reports.LONGEST}})).status_code == 204
    assert said(caplog) == []
    for _number in range(30):
        assert send(client, json.dumps({"csp-report": REPORT})).status_code == 204
    assert 0 < len(said(caplog)) <= reports.AT_MOST
    assert client.get("/csp-report").status_code == 405
