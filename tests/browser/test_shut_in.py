"""The browser that drives the other tests here: it sees our pages, hears complaints and reaches nobody else."""

import pytest

pytestmark = pytest.mark.browser


def test_a_page_of_ours_is_shown_without_complaints(page):
    page.goto("/accounts/login/")
    assert page.get_by_label("Password").is_visible()
    page.context.complaints.assert_none()
    assert page.context.complaints.outside == []


def test_inline_style_and_script_are_refused_and_heard(page):
    page.goto("/accounts/login/")
    page.evaluate(
        """() => {
            const paragraph = document.createElement("p");
            paragraph.setAttribute("style", "color: red");
            paragraph.setAttribute("onclick", "document.title = 'run'");
            document.body.append(paragraph);
            paragraph.click();
        }"""
    )
    assert page.title() != "run"
    assert len(page.context.complaints.csp) == 2
    with pytest.raises(AssertionError):
        page.context.complaints.assert_none()


def test_other_hosts_are_out_of_reach(page):
    page.goto("about:blank")
    page.evaluate("fetch('http://elsewhere.example/pixel').catch(() => 0)")
    assert page.context.complaints.outside == ["http://elsewhere.example/pixel"]
    page.context.complaints.outside.clear()  # else this test would fail, as it should


def test_two_people_have_two_sets_of_cookies(browser_context):
    first, second = browser_context(), browser_context()
    first.new_page().goto("/accounts/login/")
    second.new_page()
    assert [cookie["name"] for cookie in first.cookies()] == ["csrftoken"]
    assert second.cookies() == []
