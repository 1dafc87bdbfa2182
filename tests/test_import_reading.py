"""Reading exports: every encoding and odd beginning that is still an export; one line for what is none."""

import gzip
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError

from articles.imports import export as exports
from articles.imports import reader
from articles.imports.export import UnreadableExport, open_export
from articles.models import Article
from tests import checksum, oldsite
from tests.oldsite import export, imported, item, term

pytestmark = pytest.mark.django_db

TEXT = item(1, "Überall 1", content="Größe – und <b>mehr</b>.")


def written(tmp_path, text, name="export.xml"):
    path = tmp_path / name
    path.write_bytes(text)
    return path


def titles(path):
    with open_export(path) as found:
        return [found.post(entry).title for entry in found.entries("post")]


def refusal(path):
    """What the command says of a file; nothing must have come of it."""
    before = checksum.of_all_tables()
    with pytest.raises(CommandError) as refused:
        imported(path)
    assert checksum.of_all_tables() == before
    words = str(refused.value)
    assert "\n" not in words and words.endswith(" Nothing was imported.")
    return words.removesuffix(" Nothing was imported.").removeprefix(f"{path}: ")


# Encodings and beginnings


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        *(("UTF-8", "utf-8"), ("utf-8", "utf-8-sig"), ("UTF-16", "utf-16"), ("UTF-16LE", "utf-16-le")),
        *(("UTF-16BE", "utf-16-be"), ("windows-1252", "cp1252"), ("ISO-8859-15", "iso8859-15"), ("GB18030", "gb18030")),
    ],
)
def test_every_encoding_that_a_file_names_is_read(declared, encoding, tmp_path):
    text = export(tmp_path, TEXT).read_text("utf-8").replace('encoding="UTF-8"', f'encoding="{declared}"')
    text = text.replace("–", "-") if encoding == "iso8859-15" else text
    path = written(tmp_path, text.encode(encoding))
    with open_export(path) as found:
        entry = next(found.entries("post"))
        assert entry.title == "Überall 1"
        assert found.post(entry).content.replace("–", "-") == "Größe - und <b>mehr</b>."


@pytest.mark.parametrize("before", [b"\n\n  \t\r\n", b"\xef\xbb\xbf\n", b"\n\xef\xbb\xbf", b" " * 70_000])
def test_blanks_before_the_first_line_are_passed_over(before, tmp_path):
    whole = export(tmp_path, TEXT).read_bytes()
    assert titles(written(tmp_path, before + whole)) == ["Überall 1"]


def test_a_file_without_a_first_line_is_utf8(tmp_path):
    whole = export(tmp_path, TEXT).read_bytes()
    assert titles(written(tmp_path, whole[whole.index(b"<rss") :])) == ["Überall 1"]


def test_control_characters_go_and_split_cdata_is_joined(tmp_path):
    text = item(1, "a\x0b]]]]><![CDATA[> b\x1f\x00", content="<![CDATA[x")
    assert titles(export(tmp_path, text)) == ["a]]> b"]


def test_a_compressed_export_is_read_as_it_is(tmp_path):
    whole = export(tmp_path, TEXT).read_bytes()
    path = written(tmp_path, gzip.compress(whole), "export.xml.gz")
    assert titles(path) == ["Überall 1"]
    cut = written(tmp_path, gzip.compress(whole)[:-40], "cut.gz")
    assert refusal(cut) == "a compressed file that is broken or cut off."


def test_a_compressed_file_that_grows_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "MOST_UNPACKED", 1_000_000)
    path = written(tmp_path, gzip.compress(export(tmp_path, TEXT).read_bytes() + b"<!-- -->" * 500_000))
    assert refusal(path).startswith("a compressed file of more than")


# What is no export


def test_a_zip_archive_is_named_as_what_it_is(tmp_path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export.xml", "<rss/>")
    assert refusal(path) == "a ZIP archive. Unpack it and give the XML file in it."


REFUSED = {
    "folder": (None, "Is a directory."),
    "wrong encoding": (
        '<?xml version="1.0" encoding="GB18030"?><rss>ÿÿ</rss>'.encode("latin-1"),
        "it says that it is written in gb18030, but it is not.",
    ),
    "latin in utf-8": (
        "<rss>\nGröße</rss>".encode("latin-1"),
        "its letters in line 2 are not UTF-8. Save it as UTF-8, or name its encoding in its first line.",
    ),
    "dangerous encoding": (
        b'<?xml version="1.0" encoding="unicode_escape"?><rss/>',
        "it says that it is written in unicode_escape, which cannot be read.",
    ),
    "no text": (
        b'<?xml version="1.0" encoding="zip"?><rss/>',
        "it says that it is written in zip, which cannot be read.",
    ),
    "deep": (b"<rss>" + b"<a>" * 500, "its tags are nested too deep in line 1."),
    "character": (b"<rss>&#0;</rss>", "broken XML in line 1: reference to invalid character number."),
    "entity": (
        b'<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss>&a;</rss>',
        "it declares a document type or entities, which no WordPress export does.",
    ),
    "parameter entity": (
        b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">\n<rss/>',
        "it declares a document type or entities, which no WordPress export does.",
    ),
    "cdata": (b"<rss>\n<![CDATA[ never closed", "cut off: the file ends in line 2, in the middle."),
    "cut in a letter": ("<rss>\nგ".encode()[:-1], "cut off: the file ends in line 2, in the middle."),
    "two roots": (b"<rss></rss>\n<rss/>", "broken XML in line 2: junk after document element."),
    "blanks": (b"\n\n   ", "the file is empty."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_export_is_refused_in_one_line(name, tmp_path):
    content, words = REFUSED[name]
    assert refusal(tmp_path if content is None else written(tmp_path, content)) == words


def test_a_tag_without_end_does_not_take_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "LONGEST_TAG", 100_000)
    path = written(tmp_path, b"<rss>\n<channel><item a='" + b"x" * 1_000_000)
    assert refusal(path) == "a tag in line 2 has no end."


def test_an_item_with_far_too_long_a_text_is_left_out_and_the_others_come(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "LONGEST_TEXT", 1000)
    report = imported(export(tmp_path, item(1, "Long", content="x" * 5000), item(2, "Short")))
    assert "left out: Long (it has a text of more than 0 million characters)" in report
    assert list(Article.objects.values_list("title", flat=True)) == ["Short"]


# Items that are odd


def test_items_that_are_odd_are_taken_or_explained(tmp_path):
    long_number, twin = "9" * 5000, item(7, "Twin of seven")
    report = imported(
        export(
            tmp_path,
            item("", "Without number"),
            item(7, "Seven"),
            twin,
            item(long_number, "Long number"),
            item(8, "<b>Bold</b> &amp; <script>x</script> “quoted”", slug="same"),
            item(9, "Same slug", slug="same"),
            item(10, "Never dated", post_date="0000-00-00 00:00:00", post_date_gmt="0000-00-00 00:00:00"),
            item(11, "Odd day", post_date="2021-13-45 99:00:00", post_date_gmt="0202-01-01 00:00:00"),
            "<item></item>",
            "<item><title>Other</title><wp:post_type>x</wp:post_type></item>",
        )
    )
    assert report.startswith("The Old Site: 6 imported, 0 updated, 0 unchanged, 3 left out.")
    assert "left out: Without number (it has no number in the export)" in report
    assert "left out: Twin of seven (the same number stands on another item)" in report
    assert "    has no date there; it stands under the day of the import" in report
    assert sorted(Article.objects.values_list("title", "slug")) == [
        ("Bold & “quoted”", "same"),
        ("Long number", "piece"),
        ("Never dated", "piece-10"),
        ("Odd day", "piece-11"),
        ("Same slug", "same-2"),
        ("Seven", "piece-7"),
    ]


# Several files


def test_several_files_of_one_site_are_one_export(tmp_path):
    link = 'See <a href="https://old.example/piece-2/">two</a>.'
    first = export(tmp_path, item(1, "One", content=link), name="1.xml")
    second = export(tmp_path, item(2, "Two", term("category", "arms", "Arms")), item(1, "One again"), name="2.xml")
    report = imported(first, second)
    assert report.startswith("The Old Site: 2 imported, 0 updated, 0 unchanged, 1 left out.")
    assert Article.objects.get(title="One").body == '<p>See <a href="/analyses/piece-2/">two</a>.</p>'
    assert imported(second, first).startswith("The Old Site: 0 imported, 1 updated, 1 unchanged, 1 left out.")


def test_files_of_two_sites_are_not_mixed(tmp_path):
    first = export(tmp_path, item(1), name="1.xml")
    other = export(tmp_path, item(2), name="2.xml", address="https://other.example")
    before = checksum.of_all_tables()
    with pytest.raises(CommandError) as refused:
        imported(first, other)
    assert str(refused.value) == (
        f"{other}: it comes from https://other.example, the file before from https://old.example. Nothing was imported."
    )
    with pytest.raises(CommandError, match=r"3\.xml: No such file or directory\. Nothing was imported\."):
        imported(first, tmp_path / "3.xml")
    assert checksum.of_all_tables() == before


# Memory


MEASURE = """
import resource, sys
import django
django.setup()
from articles.imports.export import open_export
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open_export(sys.argv[1]) as found:
    count = sum(1 for entry in found.entries("post"))
print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) // 1024)
"""


def test_an_export_of_any_length_is_read_with_little_memory(tmp_path):
    path = tmp_path / "long.xml"
    with path.open("w") as file:
        file.write(oldsite.HEAD.format(address=oldsite.ADDRESS))
        for number in range(4_000):
            file.write(item(number, content="words " * 2000))
        file.write("</channel></rss>")
    assert path.stat().st_size > 40_000_000
    env = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""}
    root = Path(__file__).parent.parent
    out = subprocess.run([sys.executable, "-c", MEASURE, path], env=env, cwd=root, check=True, capture_output=True)
    count, megabytes = map(int, out.stdout.split())
    assert count == 4_000
    assert megabytes < 40


def test_the_message_names_the_file_that_is_wrong(tmp_path):
    with (
        pytest.raises(UnreadableExport, match=r"2\.xml: not XML"),
        open_export([export(tmp_path, TEXT, name="1.xml"), written(tmp_path, b"hello", "2.xml")]),
    ):
        pass
