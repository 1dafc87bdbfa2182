"""Which way the arrows point, read from the imports; and what may stand nowhere, or in one place only.

The house: ccsis holds articles and submissions; each app's folders are named after who stands there.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("ccsis", "articles", "submissions")
# Inside an app, each may import those below it; models stand at the bottom.
STOREYS = {"models": 0, "letters": 1, "telling": 1, "judges": 1, "moves": 2, "publishing": 2, "forms": 3}
STOREYS |= {"views": 4, "urls": 5}


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {name_of(path): path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))}
MODULES = {name: path for name, path in SOURCES.items() if ".migrations" not in name}
TREES = {name: ast.parse(path.read_text()) for name, path in SOURCES.items()}
TEMPLATES = sorted([*(ROOT / "templates").rglob("*.html"), *ROOT.glob("*/templates/**/*.html")])
PUBLIC_TEMPLATES = [path for path in TEMPLATES if "admin" not in path.parts]


def imports(name):
    """Every module or name that module `name` imports, also inside functions, dotted and absolute."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


ARROWS = [(name, target) for name in MODULES for target in imports(name) if target.split(".")[0] in APPS]


def within(target, *packages):
    return any(target == package or target.startswith(package + ".") for package in packages)


def crossing(*, of, into, except_for=()):
    """Imports from the packages `of` into the packages `into`, as readable lines."""
    return [
        f"{name} imports {target}"
        for name, target in ARROWS
        if within(name, *of) and within(target, *into) and not within(name, *except_for)
    ]


def test_the_frame_knows_nothing_of_the_apps_but_where_they_begin():
    assert crossing(of=["ccsis"], into=["articles", "submissions"], except_for=["ccsis.urls"]) == []


def test_articles_know_nothing_of_submissions():
    assert crossing(of=["articles"], into=["submissions"]) == []


def test_submissions_reach_articles_by_the_one_door():
    # moves makes drafts of texts, similar compares them with what was published
    doors = ["submissions.moves", "submissions.similar"]
    assert crossing(of=["submissions"], into=["articles"], except_for=doors) == []
    assert {target for name, target in ARROWS if name in doors and within(target, "articles")} <= {"articles.door"}


@pytest.mark.parametrize("app", ["articles", "submissions"])
def test_desk_site_and_form_never_import_each_other(app):
    rooms = ["desk", "site", "form", "preview", "imports", "api"]
    for room in rooms:
        others = [f"{app}.{other}" for other in rooms if other != room]
        assert crossing(of=[f"{app}.{room}"], into=others) == []
    everything_else = [f"{app}.{room}" for room in rooms]
    assert crossing(of=[app], into=everything_else, except_for=everything_else + management(app)) == []


def management(app):
    """Commands, admin.py and template tags stand at the top, where the rooms are entered."""
    return [f"{app}.management", f"{app}.admin", f"{app}.templatetags"]


def storey(name):
    heights = [STOREYS[part] for part in name.split(".")[1:] if part in STOREYS]
    return heights[0] if heights else None


def test_inside_an_app_nothing_imports_what_stands_above_it():
    upward = [
        f"{name} imports {target}"
        for name, target in ARROWS
        if name.split(".")[0] == target.split(".")[0]
        and None not in (storey(name), storey(target))
        and storey(name) < storey(target)
    ]
    assert upward == []


def test_models_stand_on_nothing_that_decides():
    names = ("desk", "site", "api", "form", "preview", "door", "management")
    rooms = [f"{app}.{room}" for app in APPS for room in names]
    assert crossing(of=["articles.models", "submissions.models", "ccsis.models"], into=rooms) == []


def test_readers_pages_read_what_is_public_and_nothing_of_the_desk():
    of_the_desk = ["Article", "ArticleEvent", "Byline", "Hold", "Note", "NumberCounter", "RelatedPick", "TaggedArticle"]
    of_the_desk += ["Source", "Assignment", "Comment", "PreviewLink", "WorkingCopy", "RevisionName", "EventNote"]
    modules = ("", ".article", ".attached", ".desk", ".taxonomy")
    places = [f"articles.models{module}.{model}" for model in of_the_desk for module in modules]
    places += ["articles.publishing", "articles.edition", "articles.door"]
    assert crossing(of=["articles.site", "articles.api"], into=places) == []


def test_contributors_never_get_the_editor():
    editors = ["ccsis.editor", "ccsis.editor_settings"]
    assert crossing(of=["submissions.form"], into=editors) == []
    assert [name for name in MODULES if within(name, "submissions.form") and "ckeditor" in str(MODULES[name])] == []


# What stands in one place only, or nowhere


def calls_and_names(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name.split(".")[-1]


@pytest.mark.parametrize("word", ["mark_safe", "SafeString", "SafeText", "SafeData"])
def test_html_is_trusted_in_one_place(word):
    assert [name for name in MODULES if word in calls_and_names(name)] in ([], ["ccsis.html"])


def lines_with(pattern, paths):
    found = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if found.search(line)
    ]


def test_no_template_trusts_by_itself():
    assert lines_with(r"\|\s*safe(seq)?\b|autoescape off", TEMPLATES) == []


@pytest.mark.parametrize("word", ["receiver", "pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"])
def test_there_are_no_signals(word):
    assert [name for name in MODULES if word in calls_and_names(name)] == []
    assert [name for name in MODULES for target in imports(name) if within(target, "django.dispatch")] == []


def test_nothing_is_put_where_nobody_named_it():
    forbidden = {"utils", "helpers", "services", "common", "signals", "misc"}
    assert [name for name in SOURCES if forbidden & set(name.split("."))] == []


def test_every_change_carries_its_token():
    # Pages with secret addresses ask for the token by themselves, so that what was typed into a stale form is not lost.
    exempt = [name for name in MODULES if "csrf_exempt" in calls_and_names(name)]
    secret = {"submissions.form.views", "submissions.form.by_link", "submissions.form.find", "articles.preview.views"}
    nothing_changes = {"ccsis.reports"}  # browsers send it by themselves; it becomes a line in the log
    assert set(exempt) <= secret | nothing_changes
    ours = set(exempt) - nothing_changes
    assert [name for name in ours if "is_from_our_page" not in calls_and_names(name)] == []


def test_migrations_outlive_the_editor():
    migrations = [path for name, path in SOURCES.items() if ".migrations" in name]
    assert lines_with("ckeditor", migrations) == []


def test_the_editor_is_named_in_its_wrapper_only():
    users = [name for name in MODULES for target in imports(name) if within(target, "ckeditor")]
    assert set(users) <= {"ccsis.editor"}


def test_public_templates_need_neither_inline_style_nor_inline_script():
    assert lines_with(r"""\sstyle=["']|<style\b""", PUBLIC_TEMPLATES) == []
    assert lines_with(r"""\son[a-z]+=["']|javascript:""", PUBLIC_TEMPLATES) == []
    scripts = lines_with(r"<script\b", PUBLIC_TEMPLATES)
    # Data for search engines is not run; everything else comes from a file of ours.
    assert [line for line in scripts if "src=" not in line and 'type="application/ld+json"' not in line] == []


def test_no_page_asks_another_host_for_anything():
    assert lines_with(r"""<(script|img|iframe|source|video|audio)\b[^>]*\ssrc=["'](https?:)?//""", TEMPLATES) == []
    assert lines_with(r"""<link\b[^>]*rel=["'](stylesheet|preload|icon)[^>]*href=["'](https?:)?//""", TEMPLATES) == []
    styles = sorted((ROOT / "static").rglob("*.css"))
    assert lines_with(r"""url\(["']?(https?:)?//|@import""", styles) == []


def test_no_test_waits_by_the_clock():
    # Drills and benchmarks are no tests: they stop servers for a while, on purpose.
    tests = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]
    tests = [path for path in tests if not {"drill", "bench"} & set(path.parts)]
    assert lines_with(r"time\.sleep\(|wait_for_timeout\(", tests) == []
