"""An import begun at the desk and done by the worker: killed, stopped or tried by many, it ends the same."""

import gzip
import io
import os
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Pillow

from articles import importing
from articles.imports import archive, background, fetching, lease, report, wordpress
from articles.models import Article, Image, Imported, ImportLine, ImportRun, Page, Publication
from ccsis.models import Redirect
from tests import make
from tests.test_import_wordpress import BROKEN, SMALL

pytestmark = pytest.mark.django_db
State = ImportRun.State
# The small export: five public pieces, two drafts, two pages; two items of it are left out.
TITLES = [
    ("imported", "About"),
    ("imported", "House style"),
    ("imported", "Where the water goes"),
    ("imported", "A quieter bridge"),
    ("imported", "Bread & salt: who pays?"),
    ("imported", ""),
    ("imported", "ქართული ხიდი"),
    ("imported", "Half a thought"),
    ("imported", "For members"),
    ("left out", "Thrown away"),
    ("left out", "Nothing in it"),
]


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    """A private folder of the test's own, and a worker that notes every step."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture(autouse=True)
def every_beat(monkeypatch):
    monkeypatch.setattr(lease, "BEAT", 0)
    monkeypatch.setattr(wordpress, "MOST_WAITING", 1)  # so that a few pieces take several transactions


def zipped(**files):
    """A ZIP with these files; `__` in a name is a slash and the last `_` the dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def picture(size=(60, 40)):
    out = io.BytesIO()
    Pillow.new("RGB", size, "teal").save(out, "JPEG")
    return out.getvalue()


UPLOADS = {"wp-content/uploads/2021/03/bridge.jpg": picture()}


def begin(*contents, pictures=None, by=None, **options):
    contents = contents or [SMALL.read_bytes()]
    exports = [SimpleUploadedFile(f"part {n}.xml" if n else "small.xml", raw) for n, raw in enumerate(contents)]
    packed = SimpleUploadedFile("uploads.zip", pictures) if pictures else None
    return importing.begin(exports, packed, by=by, **options)


def work(run):
    """One round of the worker; gives the run as it stands then."""
    background.run_due()
    run.refresh_from_db()
    return run


def imported(**files):
    """A run that was begun, looked through, started and done."""
    run = work(begin(**files))
    importing.start(run, by=None)
    return work(run)


def lines(run):
    """Outcome and title of each line: what came first, in its order, then what did not."""
    rows = list(run.lines.values_list("outcome", "title"))
    return [row for row in rows if row[0] == "imported"] + [row for row in rows if row[0] != "imported"]


def pieces():
    """Everything that came, as it stands: what two imports that ended alike have in common."""
    return (
        list(Publication.objects.order_by("number").values_list("number", "slug", "body")),
        list(Article.objects.order_by("slug").values_list("slug", "title")),
        list(Page.objects.order_by("slug").values_list("slug", "body")),
        Image.objects.count(),
        Imported.objects.count(),
    )


def test_the_worker_looks_through_the_files_first_and_changes_nothing_but_the_run():
    run = begin(pictures=zipped(**UPLOADS))
    work(run)
    assert (run.state, run.source, run.sums["pictures"], run.sums["comments"]) == (
        State.READY,
        "The Alazani Review",
        1,
        2,
    )
    assert sorted(lines(run)) == sorted(TITLES)
    assert (Article.objects.count(), Page.objects.count(), Image.objects.count(), Imported.objects.count()) == (0,) * 4
    assert background.run_due() == 0  # it waits for a person


def test_after_start_the_worker_imports_and_each_line_leads_to_its_piece():
    run = work(begin(pictures=zipped(**UPLOADS)))
    importing.start(run, by=make.user("publisher"))
    assert not run.lines.exists()
    work(run)
    assert (run.state, run.sums["pictures"], run.problem) == (State.DONE, 1, "")
    assert lines(run) == TITLES
    bridge = run.lines.get(title="A quieter bridge")
    assert (bridge.article, bridge.address) == (
        Article.objects.get(slug="a-quieter-bridge"),
        "/analyses/a-quieter-bridge/",
    )
    assert run.lines.get(title="About").page == Page.objects.get(slug="about")
    assert bridge.article.lead_image == Image.objects.get()
    assert not run.is_held and background.run_due() == 0


def test_several_files_of_one_site_are_one_import_and_a_bad_one_is_named():
    run = work(begin(SMALL.read_bytes(), SMALL.read_bytes()))
    assert (run.state, run.lines.filter(outcome="imported").count()) == (State.READY, 9)
    bad = work(begin(SMALL.read_bytes(), b"<html></html>"))
    assert bad.problem == "part 1.xml: XML of another kind: it begins with <html>, a WordPress export with <rss>."


def test_a_compressed_export_is_read_too():
    assert work(begin(gzip.compress(SMALL.read_bytes()))).state == State.READY


def test_the_report_keeps_what_the_command_prints():
    run = work(begin())
    bridge = run.lines.get(title="A quieter bridge")
    assert (bridge.type, bridge.key, bridge.old_address) == (
        "post",
        "10",
        "https://www.alazani.example/2021/03/a-quieter-bridge/",
    )
    assert "its pictures are missing, as no ZIP with pictures came along" in bridge.notes
    assert run.sums["remarks"][0].startswith("New here: ")


# What the importer is told


def test_pictures_are_fetched_only_where_somebody_said_so(monkeypatch):
    asked = []

    def fetch(self, address, path):
        asked.append((self.private_addresses, path))
        return picture()

    monkeypatch.setattr(fetching.Fetcher, "fetch", fetch)
    work(begin())
    assert asked == []
    run = work(begin(fetch=True))
    assert (False, "2021/03/bridge.jpg") in asked
    assert {private for private, _path in asked} == {False}
    assert run.sums["pictures"] == 2


def test_slow_pictures_do_not_cost_the_lease(monkeypatch):
    beats = []
    monkeypatch.setattr(lease.Lease, "beat", lambda self: beats.append(self.run.pk))
    run = work(begin(pictures=zipped(**UPLOADS)))
    assert set(beats) == {run.pk}


def test_what_only_the_command_can_be_told_is_not_said_at_the_desk(monkeypatch):
    unused = {**UPLOADS, "wp-content/uploads/2021/03/lost.jpg": picture()}
    run = work(begin(pictures=zipped(**unused)))
    assert [remark for remark in run.sums["remarks"] if "--" in remark] == []
    everything = imported(pictures=zipped(**unused), all_pictures=True)
    assert everything.sums["pictures"] >= 1


def test_old_addresses_of_categories_may_begin_with_another_word():
    imported(category_base="rubric")
    assert Redirect.objects.filter(old_path__startswith="/rubric/roads").exists()
    assert not Redirect.objects.filter(old_path__startswith="/category/").exists()


def test_categories_become_what_staff_said():
    run = work(begin())
    assert [(slug, becomes, here) for slug, _name, _pieces, becomes, here in run.categories if slug == "roads"] == [
        ("roads", "topic", "Roads")
    ]
    importing.look_again(run, by=None, table=[["roads", "region", "Kakheti roads"], ["reports", "nothing", ""]])
    work(run)
    assert run.state == State.READY
    importing.start(run, by=None)
    work(run)
    bridge = Article.objects.get(slug="a-quieter-bridge")
    assert list(bridge.topics.values_list("name", flat=True)) == ["Kakheti"]
    assert list(bridge.regions.values_list("name", flat=True)) == ["Kakheti roads"]


def test_a_table_that_does_not_fit_is_told_and_can_be_mended():
    run = work(begin())
    importing.look_again(run, by=None, table=[["no-such", "topic", ""]])
    work(run)
    assert (run.state, run.problem) == (State.FAILED, "line 2: the export has no category “no-such”.")
    assert run.can_be_sorted
    importing.look_again(run, by=None, table=[])
    assert (work(run).state, run.problem) == (State.READY, "")


def test_far_too_many_categories_are_not_imported_but_can_be_sorted(monkeypatch):
    monkeypatch.setattr(wordpress, "MOST_LISTS", 1)
    run = work(begin())
    assert run.state == State.FAILED
    assert run.problem.endswith("categories would become topics, regions or series, and at most 1 can.")
    assert run.can_be_sorted


def test_a_second_import_of_the_same_files_changes_nothing():
    imported(pictures=zipped(**UPLOADS))
    before = pieces()
    run = imported(pictures=zipped(**UPLOADS))
    assert {outcome for outcome, _title in lines(run)} == {"unchanged", "left out"}
    assert pieces() == before


def test_pictures_may_come_in_two_parts():
    imported(pictures=zipped(**UPLOADS))
    bridge = Article.objects.get(slug="a-quieter-bridge").lead_image
    rest = {"wp-content/uploads/2021/03/lost.jpg": picture((80, 30))}
    imported(pictures=zipped(**rest))
    assert Article.objects.get(slug="a-quieter-bridge").lead_image == bridge
    assert Image.objects.count() == 2


# Broken off and taken up again


class Killed(BaseException):
    """As SIGKILL: nothing tidies up behind it."""


def kill_at(monkeypatch, step):
    """The worker dies at the moment of the given piece, in the middle of writing it."""
    remember, calls = wordpress.pieces.remember, []

    def dies(*args, **details):
        calls.append(args)
        if len(calls) == step:
            raise Killed
        return remember(*args, **details)

    monkeypatch.setattr(wordpress.pieces, "remember", dies)


def long_after(run):
    """The lease of whoever held the run has run out."""
    ImportRun.objects.filter(pk=run.pk).update(held_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("step", [1, 4, 9])
def test_an_import_whose_worker_was_killed_goes_on_and_ends_in_the_same_state(monkeypatch, step):
    run = work(begin(pictures=zipped(**UPLOADS)))
    importing.start(run, by=None)
    kill_at(monkeypatch, step)
    with pytest.raises(Killed):
        background.run_due()
    monkeypatch.undo()
    monkeypatch.setattr(lease, "BEAT", 0)
    assert background.run_due() == 0  # the dead worker's lease still holds
    long_after(run)
    work(run)
    assert (run.state, run.sums["pictures"]) == (State.DONE, 1)
    assert lines(run) == TITLES
    ended = pieces()
    assert [number for number, _slug, _body in ended[0]] == [
        "CCSIS-AN-2021-001",
        "CCSIS-AN-2021-002",
        "CCSIS-AN-2021-003",
        "CCSIS-NO-2021-001",
        "CCSIS-RP-2020-001",
    ]
    assert ended[3:] == (1, 9 + 1 + 3)  # pieces and pages, a picture, authors


def test_what_came_in_the_moment_of_death_is_still_reported_as_imported(monkeypatch):
    run = work(begin())
    importing.start(run, by=None)
    write, calls = background.Lines.write, []

    def dies(self, **options):
        calls.append(self)
        if len(calls) == 5:
            raise Killed
        return write(self, **options)

    monkeypatch.setattr(background.Lines, "write", dies)
    with pytest.raises(Killed):
        background.run_due()
    monkeypatch.setattr(background.Lines, "write", write)
    assert run.lines.filter(outcome="imported").count() == 4
    long_after(run)
    assert sorted(lines(work(run))) == sorted(TITLES)


def test_a_worker_that_is_asked_to_end_lets_the_next_one_go_on_at_once():
    run = work(begin())
    importing.start(run, by=None)
    asked = iter([False] * 5 + [True] * 100)
    assert background.run_due(is_ending=lambda: next(asked)) == 0
    run.refresh_from_db()
    assert (run.state, run.is_held, run.tries) == (State.IMPORTING, False, 0)
    assert 0 < Article.objects.count() + Page.objects.count() < 9
    assert lines(work(run)) == TITLES


def test_staff_stop_it_between_two_pieces_and_go_on_later(monkeypatch):
    run = work(begin())
    importing.start(run, by=None)
    told = background.Lines.write

    def stopped_at_the_third(self, **options):
        told(self, **options)
        if run.lines.filter(outcome="imported").count() == 3:
            importing.stop(run, by=None)

    monkeypatch.setattr(background.Lines, "write", stopped_at_the_third)
    assert background.run_due() == 0
    run.refresh_from_db()
    assert (run.state, run.is_held, Article.objects.count() + Page.objects.count()) == (State.STOPPED, False, 3)
    assert background.run_due() == 0
    monkeypatch.setattr(background.Lines, "write", told)
    importing.go_on(run, by=None)
    assert lines(work(run)) == TITLES


def test_only_one_import_is_in_hand_at_a_time():
    first, second = begin(), begin()
    held = lease.take(background.never)
    assert held.run == first
    assert lease.take(background.never) is None
    held.give_back()
    assert lease.take(background.never).run == first
    long_after(first)
    ImportRun.objects.filter(pk=first.pk).update(state=State.STOPPED)
    assert lease.take(background.never).run == second


def test_a_worker_that_lost_its_lease_writes_nothing_more():
    run = begin()
    slow = lease.take(background.never)
    long_after(run)
    quick = lease.take(background.never)
    with pytest.raises(lease.Ended):
        slow.tell("pieces", 1, 2)
    with pytest.raises(lease.Ended):
        slow.finish(State.READY)
    slow.give_back()
    quick.tell("pieces", 1, 2)
    run.refresh_from_db()
    assert (run.holder, run.is_held, run.done) == (quick.run.holder, True, 1)


def test_what_breaks_off_again_and_again_is_given_up_and_says_so(monkeypatch):
    def breaks(*args, **options):
        raise ZeroDivisionError

    run = begin()
    monkeypatch.setattr(background, "Import", breaks)
    for _try in range(lease.MOST_TRIES):
        with pytest.raises(ZeroDivisionError):
            background.run_due()
        long_after(run)
    work(run)
    assert (run.state, run.problem) == (State.FAILED, "It broke off 5 times. The log of the worker says why.")
    monkeypatch.undo()
    importing.go_on(run, by=None)
    assert work(run).state == State.READY


@pytest.mark.postgres_only
def test_of_two_workers_one_does_it(together):
    run = begin()
    done = together(background.run_due, background.run_due)
    run.refresh_from_db()
    assert (sorted(done), run.state, run.lines.count()) == ([0, 1], State.READY, len(TITLES))


@pytest.mark.postgres_only
def test_two_imports_are_never_in_hand_at_once_whoever_asks(together):
    begin(), begin()
    held = together(*[lambda: lease.take(background.never)] * 4)
    assert sum(each is not None for each in held) == 1
    assert ImportRun.objects.filter(is_held=True).count() == 1


@pytest.mark.postgres_only
def test_of_two_people_who_start_it_one_is_told_who_was_first(together):
    run = work(begin())
    one, other = make.user("publisher", name="Nino"), make.user("publisher", name="Lasha")

    def start(user):
        importing.start(ImportRun.objects.get(pk=run.pk), by=user)

    told = [answer for answer in together(lambda: start(one), lambda: start(other)) if answer]
    run.refresh_from_db()
    assert run.state == State.IMPORTING
    assert [str(reason).startswith(f"Somebody was first: {run.moved_by} at ") for reason in told] == [True]


# Files that cannot be used


@pytest.mark.parametrize("name", [name for name in BROKEN if name != "empty"])
def test_a_file_that_is_no_export_is_refused_in_one_line_and_changes_nothing(name):
    content, line = BROKEN[name]
    before = pieces()
    run = work(begin(content))
    assert (run.state, run.problem) == (State.FAILED, f"small.xml: {line}")
    assert pieces() == before
    assert not importing.folder_of(run).exists()


def link(name):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    return entry


TRAPS = {
    "outside": ({"../../settings.jpg": b"x"}, "a name in it leads out of the folder: '../../settings.jpg'."),
    "absolute": ({"/etc/cron.d/x.jpg": b"x"}, "a name in it leads out of the folder: '/etc/cron.d/x.jpg'."),
    "backslash": ({"..\\x.jpg": b"x"}, "a name in it leads out of the folder: '../x.jpg'."),
    "drive": ({"C:/x.jpg": b"x"}, "a name in it leads out of the folder: 'C:/x.jpg'."),
    "link": ({link("2021/03/x.jpg"): b"/etc/passwd"}, "it holds a link instead of a file: '2021/03/x.jpg'."),
    "bomb": ({"2021/03/x.jpg": bytes(60 << 20)}, "it would grow more than a hundredfold, as no pictures do."),
    "nothing": ({"readme.txt": b"x", "shell.php": b"x"}, "it holds no picture."),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_zip_that_is_a_trap_is_not_unpacked(name, private):
    entries, line = TRAPS[name]
    run = work(begin(pictures=zipped_entries(entries)))
    assert (run.state, run.problem) == (State.FAILED, f"uploads.zip: {line}")
    assert [path for path in private.rglob("*") if path.is_file()] == []


def zipped_entries(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("cut", [10, 200, -30])
def test_a_zip_that_is_broken_says_so(cut):
    run = work(begin(pictures=zipped(**UPLOADS)[:cut]))
    assert run.state == State.FAILED
    assert run.problem.startswith("uploads.zip: it is broken, cut off or no ZIP file (")


def test_a_zip_with_too_many_files_or_bytes_is_not_unpacked(monkeypatch, tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(**{f"2021/03/{n}.jpg": b"four" for n in range(5)}))
    for name, value, line in [
        ("MOST_ENTRIES", 4, "it holds more than 4 files."),
        ("MOST_BYTES", 19, "its pictures are larger than 0 GB together."),
        ("MOST_DIRECTORY", 100, "its list of files is too long."),
    ]:
        with monkeypatch.context() as patch:
            patch.setattr(archive, name, value)
            with pytest.raises(archive.BadArchive) as refusal:
                archive.unpack(path, tmp_path / "to")
        assert str(refusal.value) == line
        assert not (tmp_path / "to").exists()
    assert archive.unpack(path, tmp_path / "to") == 5


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("wp-content/uploads/2021/03/a.jpg", "2021/03/a.jpg"),
        ("public_html/wp-content/uploads/sites/2/2021/03/a.jpg", "sites/2/2021/03/a.jpg"),
        ("uploads/logo.PNG", "logo.PNG"),
        ("my site/2021/03/a.jpg", "2021/03/a.jpg"),
        ("2021\\03\\a.webp", "2021/03/a.webp"),
        ("a.jpg", "a.jpg"),
        ("2021/03/ხიდი.jpg", "2021/03/ხიდი.jpg"),
        ("__MACOSX/2021/03/._a.jpg", None),
        ("2021/03/a.php", None),
        ("2021/03/a.svg", None),
    ],
)
def test_pictures_lie_where_the_export_looks_for_them_however_they_were_packed(name, place, tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped_entries({name: b"x", "uploads/always.jpg": b"x"}))
    archive.unpack(path, tmp_path / "to")
    found = {str(file.relative_to(tmp_path / "to")) for file in (tmp_path / "to").rglob("*") if file.is_file()}
    assert found == {"always.jpg"} | ({place} if place else set())


def test_a_name_in_utf8_that_does_not_say_so_is_read_all_the_same():
    entry = zipfile.ZipInfo("2021/03/x.jpg")
    entry.filename = "2021/03/ხიდი.jpg".encode().decode("cp437")
    entry.flag_bits = 0
    assert archive._place(entry).name == "ხიდი.jpg"


# The files


def everything(root):
    return sorted(str(path.relative_to(root)) for path in root.rglob("*")) if root.exists() else []


def test_the_files_are_for_us_alone_and_go_a_week_after_the_end(private):
    run = imported(pictures=zipped(**UPLOADS))
    folder = importing.folder_of(run)
    assert {path.stat().st_mode & 0o077 for path in (folder, folder / "export-1.xml")} == {0}
    assert importing.forget_old() == 0
    ImportRun.objects.update(ended_at=timezone.now() - timedelta(days=8))
    assert importing.forget_old() == 1
    run.refresh_from_db()
    assert (everything(private), run.has_files, run.lines.count()) == (["imports"], False, len(TITLES))
    with pytest.raises(importing.CannotMove, match="The files of this import are deleted"):
        importing.go_on(run, by=None)


def test_what_nobody_decides_on_is_stopped_after_two_weeks_and_its_files_go_a_week_later():
    run = work(begin())
    ImportRun.objects.update(moved_at=timezone.now() - timedelta(days=15))
    importing.forget_old()
    run.refresh_from_db()
    assert (run.state, run.problem, run.has_files) == (State.STOPPED, "Nobody decided within two weeks.", True)
    ImportRun.objects.update(ended_at=timezone.now() - timedelta(days=8))
    assert importing.forget_old() == 1


def test_a_folder_that_no_import_knows_goes_after_a_day(private):
    run = begin()
    lost, fresh = importing.home() / "lost", importing.home() / "fresh"
    for folder in (lost, fresh):
        folder.mkdir()
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(lost, (long_ago, long_ago))
    os.utime(importing.folder_of(run), (long_ago, long_ago))
    assert importing.forget_old() == 1
    assert sorted(path.name for path in importing.home().iterdir()) == sorted(["fresh", run.folder])


def test_an_import_that_cannot_be_kept_leaves_no_file(private, monkeypatch):
    def breaks(*args, **options):
        raise OSError("No space left on device")

    monkeypatch.setattr(ImportRun, "save", breaks)
    with pytest.raises(OSError, match="No space"):
        begin(pictures=zipped(**UPLOADS))
    assert everything(private) == ["imports"]


def test_the_outcomes_of_a_line_are_those_of_the_report():
    outcomes = [report.IMPORTED, report.UPDATED, report.CONFLICT, report.LEFT, report.UNCHANGED]
    assert ImportLine.Outcome.values == outcomes
