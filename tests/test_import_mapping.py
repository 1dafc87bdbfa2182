"""What becomes of the old site's categories and tags: by their names, by those above them, and by a table."""

import csv

import pytest
from django.core.management import CommandError

from articles.imports import wordpress
from articles.models import Article, Publication, Region, Series, Tag, Topic
from ccsis.models import Redirect
from tests import checksum, make
from tests.oldsite import category, export, imported, item, term

pytestmark = pytest.mark.django_db

SECURITY, REPORTS = term("category", "security", "Security &amp; arms"), term("category", "reports", "Reports")
GEORGIA, MISC = term("category", "georgia", "Georgia"), term("category", "misc", "Misc")
NATO, GAS = term("post_tag", "nato", "NATO"), term("post_tag", "gas", "Gas")


@pytest.fixture
def file(tmp_path):
    return export(tmp_path, item(1, "One", SECURITY, REPORTS, GEORGIA, MISC, NATO, GAS), item(2, "Two", SECURITY))


def table(tmp_path, *lines, head="kind,slug,name,pieces,becomes,here", encoding="utf-8"):
    path = tmp_path / "map.csv"
    path.write_bytes("\n".join([head, *lines]).encode(encoding))
    return path


def standing(title="One"):
    piece = Article.objects.get(title=title)
    lists = [sorted(row.name for row in rows.all()) for rows in (piece.topics, piece.regions, piece.tags)]
    return [piece.kind, piece.series and piece.series.name, *lists]


def test_without_a_table_names_tell_what_a_category_is(file):
    make.region("Georgia")
    imported(file)
    assert standing() == ["report", None, ["Misc", "Security & arms"], ["Georgia"], ["Gas", "NATO"]]


def test_a_table_says_what_becomes_of_each(file, tmp_path):
    make.topic("Security and defence")
    told = table(
        tmp_path,
        "category,security,,,topic,security AND defence",
        "category,reports,,,series,Special reports",
        "category,georgia,,,region,",
        "category,misc,,,nothing,",
        "tag,nato,,,region,Euro-Atlantic area",
        "tag,,Gas,,tag,natural gas",
    )
    report = imported(file, table=str(told))
    assert standing() == [
        "analysis",
        "Special reports",
        ["Security and defence"],
        ["Euro-Atlantic area", "Georgia"],
        ["natural gas"],
    ]
    assert "New here: regions “Georgia”, “Euro-Atlantic area”; series “Special reports”; tags “natural gas”." in report
    assert list(Topic.objects.values_list("name", flat=True)) == ["Security and defence"]


def test_a_type_may_be_told_in_any_words_of_ours(file, tmp_path):
    imported(file, table=str(table(tmp_path, "category,security,,,type,Policy Brief")))
    assert [standing(title)[0] for title in ("One", "Two")] == ["brief", "brief"]
    assert Publication.objects.get(title="Two").number == "CCSIS-PB-2021-002"


def test_a_changed_table_is_taken_over_by_a_second_run(file, tmp_path):
    imported(file)
    told = table(tmp_path, "category,misc,,,nothing,")
    assert imported(file, table=str(told)).startswith("The Old Site: 0 imported, 1 updated, 1 unchanged, 0 left out.")
    assert standing()[2] == ["Georgia", "Security & arms"]
    assert imported(file, table=str(told)).startswith("The Old Site: 0 imported, 0 updated, 2 unchanged, 0 left out.")


def test_the_table_to_begin_with_holds_every_category_in_use_and_changes_nothing(file, tmp_path):
    path, before = tmp_path / "new.csv", checksum.of_all_tables()
    assert imported(file, write_map=str(path)) == (
        f"{path}: edit the columns “becomes” and “here”, then import with --map {path}.\n"
    )
    assert checksum.of_all_tables() == before
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as rows:
        assert list(csv.reader(rows)) == [
            ["kind", "slug", "name", "pieces", "becomes", "here"],
            ["category", "georgia", "Georgia", "1", "topic", "Georgia"],
            ["category", "misc", "Misc", "1", "topic", "Misc"],
            ["category", "reports", "Reports", "1", "type", "report"],
            ["category", "security", "Security & arms", "2", "topic", "Security & arms"],
        ]
    imported(file)
    before = checksum.of_all_tables()
    imported(file, table=str(path))  # as it was written it changes nothing
    assert checksum.of_all_tables() == before


def test_a_spreadsheet_may_write_the_table_in_its_own_way(file, tmp_path):
    told = table(tmp_path, "misc;nothing;;", "# a remark;;;", ";;;", head="slug;becomes;here;name")
    imported(file, table=str(told))
    assert standing()[2] == ["Georgia", "Security & arms"]
    told = table(tmp_path, "georgia\tregion\t", head="SLUG\tBecomes\tHere", encoding="utf-16")
    imported(file, table=str(told))
    assert standing()[3] == ["Georgia"]


def test_a_slug_in_another_script_is_written_as_people_read_it(tmp_path):
    file = export(tmp_path, item(1, "One", term("category", "%e1%83%92%e1%83%90%e1%83%96%e1%83%98", "გაზი")))
    imported(file, table=str(table(tmp_path, "category,გაზი,,,topic,Gas")))
    assert standing()[2] == ["Gas"]


WRONG = {
    "nothing": ([], "", "it is empty. Its first line names the columns: kind,slug,name,pieces,becomes,here."),
    "columns": (["a,b"], "old,new", "line 1: the first line names the columns, once each: "),
    "unknown": (["category,securty,,,topic,"], None, "line 2: the export has no category “securty”."),
    "unknown tag": (["category,misc,,,nothing,", "tag,otan,,,tag,"], None, "line 3: the export has no tag “otan”."),
    "twice": (
        ["category,misc,,,nothing,", "", "category,,Misc,,topic,"],
        None,
        "line 4: “Misc” stands in line 2 already.",
    ),
    "kind": (["author,misc,,,topic,"], None, "line 2: “author” is neither category nor tag."),
    "becomes": (
        ["category,misc,,,thing,"],
        None,
        "line 2: “thing” is none of topic, region, series, type, tag, nothing.",
    ),
    "type": (
        ["category,misc,,,type,poem"],
        None,
        "line 2: “poem” is no type of ours; they are analysis, commentary, brief, report, qa, statement, simulation, "
        "announcement.",
    ),
    "long": (
        [f"category,misc,,,topic,{'x' * 121}"],
        None,
        "line 2: the name in “here” is longer than 120 letters.",
    ),
    "comma": (
        ["category,misc,,,topic,Roads, rails"],
        None,
        "line 2: more cells than columns. A name with a comma needs quotes.",
    ),
    "quotes": (['category,misc,,,topic,"Roads'], None, "line 2: unexpected end of data."),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_table_is_refused_in_one_line_with_its_number(name, file, tmp_path):
    lines, head, problem = WRONG[name]
    told = table(tmp_path, *lines, **({} if head is None else {"head": head}))
    before = checksum.of_all_tables()
    with pytest.raises(CommandError) as refusal:
        imported(file, table=str(told))
    assert str(refusal.value).startswith(f"{told}: {problem}")
    assert str(refusal.value).endswith(" Nothing was imported.") and "\n" not in str(refusal.value)
    assert checksum.of_all_tables() == before


def test_a_table_that_cannot_be_read_is_refused_in_one_line(file, tmp_path):
    for path, problem in (
        (tmp_path / "none.csv", "No such file or directory."),
        (tmp_path, "Is a directory."),
        (table(tmp_path, "category,misc,,,topic,Дороги", encoding="cp1251"), "line 2: not in UTF-8. Save the table as"),
    ):
        with pytest.raises(CommandError) as refusal:
            imported(file, table=str(path))
        assert str(refusal.value).startswith(f"{path}: {problem}")


# Categories below others


def test_a_piece_stands_under_the_category_above_as_well_where_pieces_stand_there(tmp_path):
    heads = [
        category("security", "Security"),
        category("arms", "Arms", number=2, parent="security"),
        category("everything", "Everything", number=3),
        category("gas", "Gas", number=4, parent="everything"),
    ]
    arms, gas = term("category", "arms", "Arms"), term("category", "gas", "Gas")
    security = term("category", "security", "Security")
    imported(export(tmp_path, *heads, item(1, "One", arms), item(2, "Two", security), item(3, "Three", gas)))
    assert [standing(title)[2] for title in ("One", "Two", "Three")] == [["Arms", "Security"], ["Security"], ["Gas"]]


def test_what_stands_below_regions_is_a_region_and_below_series_a_series(tmp_path):
    heads = [
        category("regions", "Regions"),
        category("ganja", "Ganja", number=2, parent="regions", description="West of <b>Baku</b>."),
        category("series", "Series", number=3),
        category("winter", "Winter", number=4, parent="series"),
        category("loop", "Loop", number=5, parent="loop"),
    ]
    carried = [term("category", slug, slug.title()) for slug in ("ganja", "regions", "winter", "loop")]
    imported(export(tmp_path, *heads, item(1, "One", *carried)))
    assert standing() == ["analysis", "Winter", ["Loop"], ["Ganja"], []]
    assert Region.objects.get().introduction == "West of <b>Baku</b>."


def test_a_piece_joins_one_series_and_the_report_says_so(tmp_path):
    carried = [term("category", f"{word}-series", f"{word} series") for word in ("first", "second")]
    report = imported(export(tmp_path, item(1, "One", *carried)))
    assert "    it stands in several series there, and here in “first series” alone\n" in report
    assert standing()[1] == "first series"
    assert list(Series.objects.values_list("name", flat=True)) == ["first series"]


# A great many


def test_far_too_many_categories_are_refused_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(wordpress, "MOST_LISTS", 3)
    file = export(tmp_path, *(item(n, "", term("category", f"c-{n}", f"C {n}")) for n in range(1, 5)))
    before = checksum.of_all_tables()
    with pytest.raises(
        CommandError, match=r"^4 categories would become topics, .*--write-map.* Nothing was imported\.$"
    ):
        imported(file)
    assert checksum.of_all_tables() == before
    told = table(tmp_path, "category,c-1,,,tag,", "category,c-2,,,nothing,")
    imported(file, table=str(told))
    assert [Topic.objects.count(), Tag.objects.count()] == [2, 1]


def test_terms_that_no_piece_carries_cost_nothing(tmp_path):
    heads = [category(f"c-{n}", f"C {n}", number=n) for n in range(20_000)]
    imported(export(tmp_path, *heads, item(1, "One", term("category", "c-7", "C 7"))))
    assert list(Topic.objects.values_list("name", flat=True)) == ["C 7"]


def test_a_piece_with_far_too_many_terms_is_left_out_with_the_reason(tmp_path):
    terms = [term("post_tag", f"t-{n}", f"T {n}") for n in range(501)]
    report = imported(export(tmp_path, item(1, "Tagged", *terms), item(2, "Other")))
    assert "left out: Tagged (it carries more than 500 categories and tags)" in report
    assert list(Article.objects.values_list("title", flat=True)) == ["Other"]
    assert not Tag.objects.exists()


def test_many_tags_of_one_sound_are_taken_in_time(tmp_path, django_assert_max_num_queries):
    items = [item(n, "", *(term("post_tag", f"t-{n}-{k}", f"{n} {'+' * k}") for k in range(1, 9))) for n in range(1, 6)]
    with django_assert_max_num_queries(1200):
        imported(export(tmp_path, *items))
    assert sorted(Tag.objects.filter(slug__startswith="1").values_list("slug", flat=True)) == [
        "1",
        *(f"1-{n}" for n in range(2, 9)),
    ]
    assert Redirect.objects.filter(old_path__startswith="/tag/t-").count() == 40 * 2
