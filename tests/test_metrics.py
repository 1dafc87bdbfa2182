"""/metrics tells operators how it goes, and nobody else that it is there."""

import pytest
from django.core.management import call_command

from tests import make

pytestmark = pytest.mark.django_db


def values_of(response):
    rows = [line.rsplit(" ", 1) for line in response.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in rows}


def test_metrics_are_for_whoever_has_the_token(client, settings):
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "a-long-token"
    for given in ("", "Bearer wrong", "Bearer ", "a-long-toke"):
        assert client.get("/metrics", headers={"Authorization": given}).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": "Bearer a-long-token"})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_they_count_what_waits_and_what_is_public_and_name_nobody(client, settings):
    settings.METRICS_TOKEN = "a-long-token"
    make.publication()
    make.submission("The queue", email="ruslan@example.org")
    call_command("tick", verbosity=0)
    answer = client.get("/metrics", headers={"Authorization": "Bearer a-long-token"})
    found = values_of(answer)
    assert found["ccsis_publications"] == 1
    assert found['ccsis_submissions{state="submitted"}'] == 1
    assert 0 <= found["ccsis_worker_seconds"] <= 60
    assert found["ccsis_disk_free_bytes"] > 0
    assert found['ccsis_letters{status="failed"}'] == 0
    assert "ruslan" not in answer.text
