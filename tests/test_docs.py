"""The docs say what is true: every command in them runs, every picture and link is there, every variable is named."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from tests import docs, state_diagram, word

EVERY_COMMAND = sorted({command for page in docs.DOCS for command in docs.commands(page.read_text())})


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """An empty site in a folder of its own, with an export and documents to import: (its folder, its environment)."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(docs.ROOT / "tests" / "exports" / "small.wordpress.xml", folder / "export.xml")
    (folder / "uploads").mkdir()
    for name in ("brief.docx", "analysis.docx"):
        (folder / name).write_bytes(word.document(word.p(name, style="Title"), word.p("One pass carries the trade.")))
    (folder / "map.csv").write_text("slug,becomes,here\nroads,topic,Roads and rails\n")
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    environment |= {
        "SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz",
        "DATA_DIR": str(folder / "var"),
        "SITE_URL": "https://ccsis.example",
        "EMAIL_URL": f"file://{folder}/mail",
        "PYTHONPATH": str(docs.ROOT),
        "PORT": str(free_port()),
    }
    run(["migrate", "--verbosity", "0"], folder, environment)
    run(["createcachetable"], folder, environment)
    shutil.copytree(folder / "var", folder / "empty")
    return folder, environment


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(arguments, folder, environment):
    return subprocess.run(
        [sys.executable, str(docs.ROOT / "manage.py"), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_docs_name_commands():
    assert len(EVERY_COMMAND) > 10


def test_every_make_target_that_is_named_exists():
    targets = re.findall(r"^([a-z-]+):", (docs.ROOT / "Makefile").read_text(), re.MULTILINE)
    named = {command.split()[1] for command in EVERY_COMMAND if command.startswith("make ")}
    assert named - set(targets) == set()


@pytest.mark.parametrize("command", [c for c in EVERY_COMMAND if "manage.py" in c and not c.endswith(" worker")])
def test_every_command_of_manage_py_that_is_named_runs(command, site):
    folder, environment = site
    arguments = command.split("manage.py ")[1].replace("wp-content/uploads", "uploads").split()
    # These are run by tests of their own, and take long or write outside the folder.
    if arguments[0] in ("demo", "make_corpus", "backup", "restore"):
        arguments += ["--help"]
    if arguments[0] == "collectstatic":  # packing takes long, too; tests/test_static.py packs what is ours
        environment = environment | {"DEBUG": "1"}
    if arguments[0] == "import_export":  # of an export of this site, into an empty one
        if not (folder / arguments[1]).exists():
            assert run(["export", arguments[1]], folder, environment).returncode == 0
        environment = environment | {"DATA_DIR": str(folder / f"empty{len(arguments)}")}
        shutil.copytree(folder / "empty", environment["DATA_DIR"])
    if arguments[0] == "export":
        shutil.rmtree(folder / arguments[1], ignore_errors=True)
    done = run(arguments, folder, environment)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_worker_that_is_named_runs_until_it_is_told_to_stop(site):
    folder, environment = site
    command = [sys.executable, "-u", str(docs.ROOT / "manage.py"), "worker"]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as worker:
        try:
            assert worker.stdout.readline() == "The worker is running.\n"
            with pytest.raises(subprocess.TimeoutExpired):
                worker.wait(timeout=2)
        finally:
            worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=60) == 0


def test_the_web_server_that_is_named_serves(site):
    folder, environment = site
    assert ".venv/bin/python deploy/serve.py" in EVERY_COMMAND
    environment = environment | {"SITE_URL": f"http://localhost:{environment['PORT']}"}
    command = [sys.executable, "deploy/serve.py"]
    with subprocess.Popen(command, cwd=docs.ROOT, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            assert first_answer(server, f"http://localhost:{environment['PORT']}/healthz") == 200
        finally:
            server.terminate()
        assert server.wait(timeout=40) == 0


def first_answer(server, address):
    """The status of the first answer of a server that is starting; one that ends instead is an error."""
    for _try in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - our own loopback address
                return response.status
        except (urllib.error.URLError, TimeoutError):
            with pytest.raises(subprocess.TimeoutExpired):
                server.wait(timeout=0.3)
    raise AssertionError("the server never answered")


@pytest.mark.parametrize("page", docs.DOCS, ids=lambda page: page.name)
def test_every_picture_and_page_that_is_linked_is_there(page):
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)]+)\)", page.read_text())]
    missing = [target for target in targets if target and "://" not in target and not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("page, table", [("moderators", docs.moves_table), ("editors", docs.piece_table)])
def test_the_table_of_moves_in_the_docs_is_the_one_in_the_code(page, table):
    shown = docs.MOVES.search((docs.ROOT / "docs" / f"{page}.md").read_text())
    assert shown[0] == shown[1] + table() + shown[2], "run: python -m tests.docs"


def test_the_pictures_of_the_states_are_drawn_from_the_tables():
    assert docs.DIAGRAM.read_text() == state_diagram.draw(), "run: python -m tests.docs"
    assert docs.DIAGRAM_OF_PIECES.read_text() == state_diagram.draw_piece(), "run: python -m tests.docs"


def test_the_pictures_have_a_place_for_every_state_and_a_word_for_every_move():
    from articles import table
    from submissions.models import State
    from submissions.table import MOVES

    for plan, picture, states, moves in [
        (state_diagram.SUBMISSION, state_diagram.draw(), State, MOVES),
        (state_diagram.PIECE, state_diagram.draw_piece(), table.State, table.MOVES),
    ]:
        words = " ".join(re.sub(r"<[^>]+>", " ", picture).split())
        assert plan.places.keys() == {str(state) for state in states}
        assert [str(move.label) for move in moves if str(move.label) not in words] == []


def test_every_variable_that_the_settings_read_stands_in_the_readme():
    settings = (docs.ROOT / "ccsis" / "settings.py").read_text()
    read = set(re.findall(r'env\.[a-z_]+\(\s*"([A-Z_]+)"', settings))
    told = set(re.findall(r"^\| `([A-Z_]+)`", (docs.ROOT / "README.md").read_text(), re.MULTILINE))
    assert read - told == set()
