"""Static files as they are served in production: collected, hashed, compressed."""

import re

import pytest
from django.conf import settings as project
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template.loader import render_to_string

from ccsis import settings as production


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """A folder with the site's own files (the admin's and the editor's are many, and not ours) as make run has them."""
    return tmp_path_factory.mktemp("static")


def test_every_file_that_css_names_is_there(settings, collected):
    settings.STATIC_ROOT = collected
    settings.STORAGES = settings.STORAGES | {"staticfiles": production.STORAGES["staticfiles"]}
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    call_command("collectstatic", interactive=False, verbosity=0)
    assert re.fullmatch(r"/static/css/base\.[0-9a-f]{12}\.css", staticfiles_storage.url("css/base.css"))
    assert list((collected / "css").glob("base.*.css.br"))


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_pages_for_trouble_name_files_that_exist_under_their_plain_names(name):
    files = re.findall(r'href="/static/([^"]+)"', render_to_string(name))
    assert files
    assert [file for file in files if not (project.BASE_DIR / "static" / file).is_file()] == []
