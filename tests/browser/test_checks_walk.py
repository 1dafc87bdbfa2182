"""The checklist in a real browser: it leads into the editor, looks at what is typed, and the text is measured live."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.models import Article, Assignment, CheckedLink, Comment, Presence
from tests import make
from tests.browser.test_new_site import troubles
from tests.browser.walking import keep_picture, log_in, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = "<p>One mountain pass.</p><h4>Deep</h4><p>They said [TK] of it.</p>"


def test_a_line_of_the_checklist_leads_into_the_editor_and_what_is_typed_can_be_checked(page):
    piece = make.article("The pass in winter", body=BODY, funding="")
    log_in(page, make.user("publisher", name="Pavle"))
    page.goto(f"/admin/articles/article/{piece.pk}/change/")
    checks = page.locator("#checks")
    expect(checks).to_contain_text("Something is still to be filled in.")
    page.locator("#cke_id_body .cke_wysiwyg_div").wait_for()
    checks.evaluate("each => each.scrollIntoView()")
    keep_picture(page, "desk-checklist")

    checks.get_by_role("link", name="Something is still to be filled in.").click()
    wait_until(page, "document.activeElement.classList.contains('cke_wysiwyg_div')")
    page.keyboard.press("Shift+End")
    page.keyboard.type("The road department said so. Ճանապարհը փակ էր երկու օր։")
    expect(page.locator("#writing [data-words]")).to_have_text("14")
    expect(page.locator("#writing")).to_contain_text("reading time 1 min")
    sentences = page.locator("#writing li q")
    expect(sentences.first).to_have_text("The road department said so.", use_inner_text=False)
    expect(sentences.nth(1)).to_have_text("Ճանապարհը փակ էր երկու օր։", use_inner_text=False)

    checks.get_by_role("button", name="Check now").click()
    expect(checks).not_to_contain_text("Something is still to be filled in.")
    expect(checks).to_contain_text("A heading leaves out a level")
    assert Article.objects.get().body == BODY

    checks.get_by_role("link", name="There is no standfirst.").click()
    expect(page.locator("#id_standfirst")).to_be_focused()
    page.context.complaints.assert_none()


def test_sentences_are_cut_as_the_server_cuts_them(page):
    piece = make.article()
    log_in(page, make.user("editor"))
    page.goto(f"/admin/articles/article/{piece.pk}/change/")
    examples = json.loads((Path(__file__).parents[1] / "sentences.json").read_text(encoding="utf-8"))
    cut = page.evaluate("texts => texts.map(sentencesOf)", [text for text, _cut in examples])
    assert cut == [sentences for _text, sentences in examples]


def test_the_front_page_and_the_lists_of_checks_fit_and_are_open_to_everyone(page):
    publisher = make.user("publisher", name="Nino", wants_first_steps=False)
    colleague = make.user("editor", name="Levan")
    piece = make.publication("Гидроэнергетика и тишина").article
    draft = make.article("ბიულეტენი უღელტეხილისთვის", state="review")
    Assignment.objects.create(article=draft, to=publisher, set_by=colleague, set_by_name="Levan", due_on="2026-01-05")
    comment = Comment.objects.create(article=draft, author=colleague, author_name="Levan", text="Where from, @Nino?")
    comment.mentions.add(publisher)
    Presence.objects.create(article=piece, user=colleague, seen_at="2099-01-01T00:00Z")
    Article.objects.filter(pk=piece.pk).update(review_on="2026-01-05")
    address = "https://stat.example/2019/tables/energy-balance-of-the-whole-region-and-its-neighbours.xlsx"
    found = {"is_internal": False, "status": "404", "checked_at": make.NOW, "broken_since": make.NOW}
    CheckedLink.objects.create(article=piece, address=address, words="The balance of 2019 says so.", **found)

    log_in(page, publisher)
    expect(page.locator("#today-named")).to_contain_text("Where from, @Nino?")
    keep_picture(page, "desk-today", full_page=True)
    page.context.complaints.assert_none()  # axe itself complains later, of its own styles
    lists = ("articles/checkrule", "articles/checkedlink", "articles/term", "articles/term/lines")
    assert troubles(page, ["/admin/", *(f"/admin/{name}/" for name in lists)]) == {}
