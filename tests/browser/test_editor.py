"""An editor writes in the real editor, in a real browser, under the policy that the pages really have."""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, Home, Image, Publication
from articles.pictures import read
from tests import make, pictures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "CKEDITOR.instances.id_body"


@pytest.fixture
def desk(browser_context, live_server, settings):
    """A page of a publisher who is logged in."""
    user = make.user("publisher", name="Pavle")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["began_at"] = int(timezone.now().timestamp())
    session.save()
    context = browser_context()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
    context.add_cookies([cookie])
    return context.new_page()


@pytest.fixture
def image():
    picture = read(pictures.upload(pictures.image("JPEG", (600, 400))))
    return Image.objects.create(
        file=picture.file,
        width=600,
        height=400,
        sha256=picture.sha256,
        alt="The pass",
        caption="In May.",
        credit="N. R.",
    )


def open_editor(page, address):
    page.goto(address)
    text = page.locator("#cke_id_body .cke_wysiwyg_div")
    text.wait_for()
    return text


def tool(page, name):
    page.locator(f"#cke_id_body .cke_button__{name}").click()


def write(page, words):
    page.keyboard.type(words)


def html(page):
    return page.evaluate(f"{TEXT}.getData()")


def test_an_editor_writes_formats_and_publishes(desk, image):
    body = open_editor(desk, "/admin/articles/article/add/")
    desk.fill("#id_title", "Written in the editor")
    body.click()

    # a link, between words in bold and plain ones
    write(desk, "See ")
    desk.keyboard.press("Control+l")
    dialog = desk.locator(".cke_dialog_body:visible")
    dialog.locator("input[type=text]:visible").nth(0).fill("the road office")
    dialog.locator("input[type=text]:visible").nth(1).fill("https://example.org/roads")
    desk.locator(".cke_dialog_ui_button_ok:visible").click()
    body.press("End")
    write(desk, " for more. The pass is ")
    tool(desk, "bold")
    write(desk, "closed")
    tool(desk, "bold")
    write(desk, " now.")

    # a note, whose text lands in the notes
    tool(desk, "footnote")
    desk.fill("#editor-note-text", "The road office, 3 November.")
    desk.get_by_role("button", name="Put the note").click()
    desk.keyboard.press("Enter")

    # a heading
    desk.locator("#cke_id_body .cke_combo__format .cke_combo_button").click()
    desk.frame_locator(".cke_combopanel iframe").locator("a", has_text="Heading 2").click()
    write(desk, "What it costs")
    desk.keyboard.press("Enter")

    # a list
    tool(desk, "bulletedlist")
    write(desk, "Time")
    desk.keyboard.press("Enter")
    write(desk, "Money")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")

    # a picture of the library
    tool(desk, "picture")
    desk.locator(".editor-pictures button").click()
    body.locator("figure img").wait_for()

    desk.locator("input[name=_save]").click()
    desk.wait_for_selector(".messagelist")
    piece = Article.objects.get()
    assert piece.body.replace("\n", "").replace("\t", "") == (
        '<p>See <a href="https://example.org/roads" rel="noopener noreferrer">the road office</a> for more. '
        'The pass is <strong>closed</strong> now.<sup class="note"><a href="#fn-1">1</a></sup></p>'
        "<h2>What it costs</h2><ul><li>Time</li><li>Money</li></ul>"
        f'<figure><img alt="The pass" src="/images/{image.pk}">'
        "<figcaption>In May.</figcaption></figure>"
    )
    assert [(note.key, note.text) for note in piece.notes.all()] == [("1", "The road office, 3 November.")]

    # shown again as it is, saved again without a change
    open_editor(desk, reverse("admin:articles_article_change", args=[piece.pk]))
    shown = desk.locator("#cke_id_body img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert shown == 600
    desk.locator("input[name=_save]").click()
    desk.wait_for_selector("text=Nothing had changed")
    desk.locator("button[name=_move][value=publish]").first.click()
    desk.wait_for_selector("text=Published as version 1")
    assert Publication.objects.get().notes == [{"key": "1", "text": "The road office, 3 November."}]
    desk.context.complaints.assert_none()


def test_a_table_a_pull_quote_and_an_aside(desk):
    body = open_editor(desk, "/admin/articles/page/add/")
    desk.fill("#id_title", "About")
    body.click()
    write(desk, "Said in May.")
    tool(desk, "pullquote")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    write(desk, "By the way.")
    tool(desk, "aside")
    assert '<blockquote class="pull">' in html(desk)
    assert '<aside class="aside">' in html(desk)
    assert desk.locator(".cke_button__footnote").count() == 0
    tool(desk, "table")
    desk.locator(".cke_dialog_ui_button_ok:visible").click()
    assert "<table>" in html(desk).replace(' border="1"', "")
    desk.context.complaints.assert_none()


def test_poison_in_the_database_does_nothing_in_the_editor(desk):
    piece = make.article()
    poison = (
        '<img src=x onerror="window.hurt=1"><p onclick="window.hurt=1">Text</p><script>window.hurt=1</script>'
        "<style><![CDATA[</style><img src=x onerror=window.hurt=1>]]></style><svg onload=window.hurt=1></svg>"
        '<!--{cke_protected}%3Cscript%3Ewindow.hurt%3D1%3C%2Fscript%3E--><a href="javascript:window.hurt=1">go</a>'
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET body = %s WHERE id = %s", [poison, piece.pk])

    open_editor(desk, reverse("admin:articles_article_change", args=[piece.pk]))

    assert desk.evaluate("window.hurt") is None
    assert "onclick" not in html(desk)
    assert "javascript" not in html(desk)
    desk.context.complaints.assert_none()


def test_the_library_dialog_and_the_tags_work_with_the_keyboard(desk, image):
    make.tag("South Caucasus")
    open_editor(desk, "/admin/articles/article/add/")

    desk.locator("#id_tags").press_sequentially("gas, sou")
    desk.wait_for_selector("#id_tags-known option", state="attached")
    suggested = desk.eval_on_selector_all("#id_tags-known option", "options => options.map(option => option.value)")
    assert suggested == ["gas, South Caucasus"]

    tool(desk, "picture")
    desk.wait_for_selector(".editor-pictures button")
    write(desk, "nothing like it")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("text=No picture here has these words")
    desk.fill(".editor-dialog input", "")
    desk.keyboard.press("Escape")
    desk.locator(".editor-dialog").wait_for(state="detached")
    desk.context.complaints.assert_none()


def test_the_rest_of_the_admin_works_under_the_strict_policy(desk, image):
    """Stock pages with their scripts: menus, autocompletes, rows added, dates, confirmations."""
    topic = make.topic("Used")
    piece = make.publication("Public", topics=[topic], lead_image=image).article
    pages = [
        "/admin/",
        "/admin/articles/article/",
        reverse("admin:articles_article_retract", args=[piece.pk]),
        reverse("admin:articles_image_changelist"),
        reverse("admin:articles_image_change", args=[image.pk]),
        reverse("admin:articles_image_add"),
        reverse("admin:articles_topic_delete", args=[topic.pk]),
        reverse("admin:articles_home_change", args=[Home.load().pk]),
    ]
    for address in pages:
        desk.goto(address)
    desk.locator(".add-row a").click()
    desk.locator("#id_picks-0-article + .select2").click()
    desk.locator(".select2-results__option", has_text="Public").click()
    desk.locator("input[name=_save]").click()
    assert [pick.article for pick in Home.load().picks.all()] == [piece]
    desk.context.complaints.assert_none()


def test_a_note_cites_a_new_source_is_put_twice_and_changed_where_it_stands(desk):
    piece = make.article()
    body = open_editor(desk, f"/admin/articles/article/{piece.pk}/change/")
    body.click()
    desk.keyboard.press("Control+End")
    tool(desk, "footnote")
    desk.locator("#editor-note-source").select_option(label="A new source…")
    desk.get_by_label("Author", exact=True).fill("Tamar Lezhvari")
    desk.locator("#editor-source-title").fill("Roads")
    desk.locator("#editor-source-date").fill("2024")
    desk.get_by_label("Place in the source").fill("p. 3")
    desk.get_by_role("button", name="Put the note").click()
    write(desk, " And again.")
    tool(desk, "footnote")
    desk.get_by_label("Which").select_option(label="Note 1")
    expect(desk.get_by_label("Place in the source")).to_have_value("p. 3")
    desk.get_by_role("button", name="Put the note").click()
    # by its mark, without looking for the row below
    body.locator("sup.note").first.dblclick()
    desk.locator("#editor-note-text").fill("Out of print.")
    desk.get_by_role("button", name="Change the note").click()
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("Saved.")
    note, source = piece.notes.get(), piece.sources.get()
    assert (source.key, source.author, source.title) == ("lezhvari-2024", "Tamar Lezhvari", "Roads")
    assert (note.source, note.locator, note.text) == (source, "p. 3", "Out of print.")
    piece.refresh_from_db()
    assert piece.body.count('<sup class="note"><a href="#fn-1">1</a></sup>') == 2
