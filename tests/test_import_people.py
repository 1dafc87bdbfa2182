"""Who wrote it there: users, co-authors, guest authors. Nobody stands here twice."""

import pytest

from articles.models import Article, Imported, Person
from tests import make
from tests.oldsite import author, export, imported, item, meta, term

pytestmark = pytest.mark.django_db

JANE = item(
    70,
    "Jane A. Doe",
    meta("cap-display_name", "Dr Jane Doe"),
    meta("cap-user_login", "jane-doe"),
    meta("cap-first_name", "Jane"),
    meta("cap-last_name", "Doe"),
    meta("cap-description", "Counts lorries.\n\nAnd <em>trains</em>.<script>alert(1)</script>"),
    meta("cap-website", "https://jane.example/"),
    meta("cap-linked_account", "jdoe"),
    kind="guest-author",
    slug="cap-jane-doe",
)


def names(title):
    return [byline.printed_name for byline in Article.objects.get(title=title).bylines.all()]


def test_co_authors_are_called_by_their_names_and_not_by_their_logins(tmp_path):
    users = author("jdoe", "jdoe", 1) + author("nino.t", "Nino Telaveli", 2)
    by_both = [term("author", "cap-jane-doe", "jane-doe"), term("author", "cap-nino-t", "nino.t")]
    imported(
        export(
            tmp_path,
            users,
            item(1, "By both", *by_both, creator="nino.t"),
            item(2, "By Jane as a user", creator="jdoe"),
            item(3, "By a name alone", term("author", "cap-levan", "Levan Sighnaghi")),
            JANE,
        )
    )
    assert names("By both") == ["Dr Jane Doe", "Nino Telaveli"]
    assert names("By Jane as a user") == ["Dr Jane Doe"]
    assert names("By a name alone") == ["Levan Sighnaghi"]
    assert Person.objects.count() == 3


def test_a_new_person_brings_biography_and_website_along_and_a_known_one_keeps_the_own(tmp_path):
    file = export(tmp_path, item(1, "", term("author", "cap-jane-doe", "jane-doe")), JANE)
    imported(file)
    jane = Person.objects.get()
    assert (jane.biography, jane.links) == (
        "<p>Counts lorries.</p>\n<p>And <em>trains</em>.</p>",
        "https://jane.example/",
    )
    Person.objects.filter(pk=jane.pk).update(biography="<p>Ours.</p>")
    imported(export(tmp_path, item(1, "Changed", term("author", "cap-jane-doe", "jane-doe")), JANE))
    assert Person.objects.get().biography == "<p>Ours.</p>"


def test_somebody_of_that_name_here_is_the_one(tmp_path):
    jane = make.person("Dr Jane Doe")
    imported(export(tmp_path, item(1, "One", term("author", "cap-jane-doe", "jane-doe")), JANE))
    assert list(Person.objects.all()) == [jane]
    assert Imported.objects.get(source_key="wordpress:old.example:author:jane-doe").person == jane


def test_the_item_of_a_guest_author_is_no_piece_and_no_line_of_the_report(tmp_path):
    report = imported(export(tmp_path, item(1, "", term("author", "cap-jane-doe", "jane-doe")), JANE))
    assert report.startswith("The Old Site: 1 imported, 0 updated, 0 unchanged, 0 left out.")
    assert "guest-author" not in report
