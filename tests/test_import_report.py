"""The report of an import, as text and as a table; and tables that no spreadsheet takes for a formula."""

import csv
import io

import pytest
from django.core.management import CommandError
from PIL import Image as Pillow

from articles.imports import report as reports
from articles.imports.items import Entry
from articles.imports.report import Lines, Report
from articles.models import Article
from ccsis import tables
from tests import checksum
from tests.oldsite import author, export, imported, item, picture, term

pytestmark = pytest.mark.django_db

EVIL = '=HYPERLINK("http://evil.example","a")'


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_the_table_holds_every_item_on_a_line(tmp_path):
    path = tmp_path / "report.csv"
    file = export(
        tmp_path,
        author("nino", "Nino"),
        item(1, "Дорога, «старая»", content="[form id=1] and [form id=2]"),
        item(2, "Half", status="draft"),
        item(3, "Gone", status="trash"),
        item(4, "About", kind="page"),
        item(5, EVIL, content="x"),
    )
    imported(file, csv=str(path))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    there = "https://old.example/piece-"
    assert rows(path) == [
        ["outcome", "type", "id", "title", "old address", "new address", "reason", "notes"],
        ["left out", "post", "3", "Gone", f"{there}3/", "", "in the trash there", ""],
        [
            *("imported", "post", "1", "Дорога, «старая»", f"{there}1/", "/analyses/piece-1/", ""),
            "shortcode [form] is not known here and stays in the text",
        ],
        ["imported", "post", "2", "Half", f"{there}2/", "", "a draft there, so a draft here", ""],
        ["imported", "page", "4", "About", f"{there}4/", "/piece-4/", "", ""],
        ["imported", "post", "5", f"'{EVIL}", f"{there}5/", "/analyses/piece-5/", "", ""],
    ]
    imported(file, csv=str(path))
    assert [row[0] for row in rows(path)] == ["outcome", "left out", *["unchanged"] * 4]


def test_a_dry_run_writes_the_same_table_and_nothing_else(tmp_path):
    file = export(tmp_path, item(1, "One", term("category", "arms", "Arms")), item(2, "", status="private"))
    before = checksum.of_all_tables()
    imported(file, csv=str(tmp_path / "would.csv"), dry_run=True)
    assert checksum.of_all_tables() == before
    imported(file, csv=str(tmp_path / "did.csv"))
    assert rows(tmp_path / "would.csv") == rows(tmp_path / "did.csv")


def test_a_table_that_cannot_be_written_is_said_before_anything_is_done(tmp_path):
    path = tmp_path / "nowhere" / "report.csv"
    with pytest.raises(CommandError) as refusal:
        imported(export(tmp_path, item(1)), csv=str(path))
    assert str(refusal.value) == f"{path}: No such file or directory. Nothing was imported."
    assert not Article.objects.exists()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_a_spreadsheet_would_work_out_is_shown_as_text(start):
    assert tables.safe_cell(f"{start}1+1") == f"'{start}1+1"
    assert tables.plain_cell(f"'{start}1+1") == f"{start}1+1"


def test_numbers_and_plain_words_stay_as_they_are():
    assert [tables.safe_cell(value) for value in (-5, 1.5, True, None, "", "a=b", "'quoted'", "нет")] == [
        *(-5, 1.5, "True", "", "", "a=b", "'quoted'", "нет"),
    ]
    assert tables.plain_cell("'quoted'") == "'quoted'"


def test_rows_are_written_safe_however_they_are_quoted():
    out = io.StringIO(newline="")
    tables.write_csv(out, [["a", '=1,"2"'], [3, "line\nbreak"]])
    assert out.getvalue() == 'a,"\'=1,""2"""\r\n3,"line\nbreak"\r\n'


# A long report


def test_lines_are_a_sequence_however_many_they_are(monkeypatch):
    monkeypatch.setattr(reports, "IN_MEMORY", 100)
    report = Report("The Old Site")
    entries = [
        Entry(str(n), "post", "publish", f"<b>№ {n}</b>", f"https://old.example/{n}/", "", "", None) for n in range(50)
    ]
    for entry in entries:
        report.add(reports.LEFT, entry, reason="of no use", notes=["a", "b"])
    assert len(report.lines) == 50 and report.count(reports.LEFT) == 50
    assert [line.key for line in report.lines[47:]] == ["47", "48", "49"]
    assert str(report.lines[3]) == "left out: № 3 (of no use)"
    assert [line.title for line in report.lines] == [f"№ {n}" for n in range(50)]
    assert sum(1 for line in report.text()) == 2 + 50 * 3
    assert len(Lines()) == 0 and list(Lines()) == []


# What the whole did


def test_a_long_list_of_new_names_is_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(reports, "MOST_NAMES", 2)
    terms = [term("category", word, word.title()) for word in ("arms", "gas", "rail")]
    report = imported(export(tmp_path, item(1, "", *terms)))
    assert "New here: topics “Arms”, “Gas” and 1 more." in report.splitlines()


def test_pictures_that_cannot_be_read_are_named(tmp_path, monkeypatch):
    folder = tmp_path / "uploads" / "2019" / "04"
    folder.mkdir(parents=True)
    Pillow.new("RGB", (6, 4)).save(folder / "a.jpg")
    open_ = type(folder).open
    problem = PermissionError(13, "Permission denied")

    def closed(path, *args, **kwargs):
        if path.suffix == ".jpg":
            raise problem
        return open_(path, *args, **kwargs)

    monkeypatch.setattr(type(folder), "open", closed)
    file = export(tmp_path, item(1, "", content='<img class="wp-image-2">'), picture(2, "2019/04/a.jpg"))
    report = imported(file, uploads=str(tmp_path / "uploads"))
    assert "    picture 2019/04/a.jpg cannot be read (Permission denied)" in report


@pytest.mark.parametrize("named", ["site", "site/wp-content", "site/wp-content/uploads"])
def test_the_uploads_folder_may_be_named_from_above(tmp_path, named):
    folder = tmp_path / "site" / "wp-content" / "uploads" / "2019" / "04"
    folder.mkdir(parents=True)
    Pillow.new("RGB", (6, 4)).save(folder / "a.jpg")
    file = export(tmp_path, item(1, "", content='<img class="wp-image-2">'), picture(2, "2019/04/a.jpg"))
    assert "Pictures imported: 1." in imported(file, uploads=str(tmp_path / named))
