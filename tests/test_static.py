"""Static files as they are served in production: collected, hashed, compressed."""

import re

import pytest
from django.conf import settings as project
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template.loader import render_to_string

from ccsis import settings as production


@pytest.fixture
def collected(settings, tmp_path):
    """The folder that files are collected in."""
    settings.STATIC_ROOT = tmp_path
    return tmp_path


def test_every_file_that_our_styles_name_is_there(settings, collected):
    # The admin's and the editor's files are many, and not ours.
    settings.STORAGES = settings.STORAGES | {"staticfiles": production.STORAGES["staticfiles"]}
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    call_command("collectstatic", interactive=False, verbosity=0)
    assert re.fullmatch(r"/static/css/base\.[0-9a-f]{12}\.css", staticfiles_storage.url("css/base.css"))
    assert list((collected / "css").glob("base.*.css.br"))


def test_every_file_of_the_site_gets_a_name_by_its_content(settings, collected):
    """Of the admin and the editor, too: a file that names one which is not there would stop a new site."""
    storage = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": storage}
    call_command("collectstatic", interactive=False, verbosity=0)
    names = staticfiles_storage.hashed_files
    assert {"css/base.css", "admin/css/base.css", "ckeditor/ckeditor/ckeditor.js"} <= names.keys()
    assert [name for name in names.values() if not (collected / name).is_file()] == []


def test_what_the_editor_does_not_use_is_not_served(settings, collected):
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
    call_command("collectstatic", interactive=False, verbosity=0)
    plugins = {folder.name for folder in (collected / "ckeditor" / "ckeditor" / "plugins").iterdir()}
    assert {"divarea", "link", "table"} <= plugins
    assert not {"codesnippetgeshi", "exportpdf", "iframe", "preview", "scayt", "wsc"} & plugins


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_the_pages_for_trouble_name_files_that_exist_under_their_plain_names(name):
    files = re.findall(r'href="/static/([^"]+)"', render_to_string(name))
    assert files
    assert [file for file in files if not (project.BASE_DIR / "static" / file).is_file()] == []
