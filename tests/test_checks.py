"""The measures that keep an editor without fixes harmless: each, taken away, stops the site from starting."""

import copy

import pytest
from django.conf import settings as django_settings

from ccsis.checks import editor_is_shut_in


@pytest.fixture
def config(settings):
    settings.CKEDITOR_CONFIGS = copy.deepcopy(settings.CKEDITOR_CONFIGS)
    return settings.CKEDITOR_CONFIGS["default"]


def ids():
    return [error.id for error in editor_is_shut_in(None)]


def test_the_sites_own_configuration_holds(config):
    assert ids() == []


def test_the_editors_own_uploads_are_refused(monkeypatch):
    # Only the name: installing it for real would run its code.
    monkeypatch.setattr(django_settings, "INSTALLED_APPS", ["ccsis", "ckeditor_uploader"])
    assert ids() == ["ccsis.E001"]


@pytest.mark.parametrize(
    "name, value, wanted",
    [
        ("extraPlugins", "", "ccsis.E002"),
        ("allowedContent", True, "ccsis.E003"),
        ("versionCheck", True, "ccsis.E004"),
        ("removePlugins", "exportpdf,scayt,iframe", "ccsis.E005"),
        ("fullPage", True, "ccsis.E006"),
    ],
)
def test_each_measure_is_missed(config, name, value, wanted):
    config[name] = value
    assert ids() == [wanted]


@pytest.mark.parametrize(
    "name, wanted", [("extraPlugins", "E002"), ("allowedContent", "E003"), ("versionCheck", "E004")]
)
def test_a_measure_that_is_not_written_down_is_missed_too(config, name, wanted):
    del config[name]
    assert ids() == [f"ccsis.{wanted}"]
