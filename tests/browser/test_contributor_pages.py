"""Every page of a contributor fits in both directions, is open to everyone and valid: the core of `make audit`."""

import pytest

from tests import make
from tests.audit import contributors, looks, validity
from tests.audit.pages import come_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Left-to-right the pages behind a link are looked at in test_private_pages.
LINES = {
    contributors.form_pages: [("ltr", "light", 320), ("rtl", "dark", 1280)],
    contributors.ways_out: [("ltr", "light", 320), ("rtl", "dark", 1280)],
    contributors.private_pages: [("rtl", "dark", 320)],
}


def test_every_page_of_a_contributor_fits_and_is_open_to_everyone(browser_context, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    tab = browser_context(reduced_motion="reduce").new_page()
    troubles, texts = {}, {}
    for made, lines in LINES.items():
        for page in made():
            answer = come_to(tab, page)
            found = looks.closed_to_some(tab, lines) + looks.wide(tab, (320, 1280))
            if answer.status != page.status or found:
                troubles[made.__name__, page.name] = (answer.status, found)
            texts[f"{made.__name__} {page.name}"] = answer.text()
    complaints = tab.context.complaints
    assert complaints.csp + complaints.crashes == []
    assert troubles == {}
    if validity.is_there():
        assert validity.invalid(texts, tmp_path) == []


def test_the_form_is_filled_in_by_keyboard_alone_and_one_sees_where_one_is(page):
    page.goto(make.call().get_absolute_url())
    assert looks.shut_to_keyboards(page) == []


WRONG = """() => {
    const wrong = document.createElement("div");
    wrong.innerHTML = "<img src='/static/img/favicon.svg'><button>1</button><button>2</button><button>3</button>";
    const [, dim, trap, wide] = wrong.children;
    dim.addEventListener("focus", () => { dim.style.outline = "none"; });
    trap.addEventListener("keydown", event => event.preventDefault());
    wide.style.minInlineSize = "4000px";
    document.querySelector("main").append(wrong);
}"""


def test_what_is_wrong_is_found(page):
    page.goto("/accounts/login/")
    page.evaluate(WRONG)
    wide = looks.wide(page, (320,))
    assert [finding.partition("at ")[2] for finding in wide] == ["320 pixels, ltr", "320 pixels, rtl"]
    assert "image-alt" in str(looks.closed_to_some(page, [("ltr", "light", 320)]))
    found = looks.shut_to_keyboards(page)
    assert [finding.partition(" style")[0] for finding in found if "button" in finding] == [
        "not reached by Tab: <button",
        "focus not seen: <button",
    ]


@pytest.mark.skipif(not validity.is_there(), reason=validity.MISSING)
def test_invalid_html_is_found(tmp_path):
    pages = {
        "good": "<!doctype html><html lang=en><title>x</title>",
        "bad": "<!doctype html><title>x</title><b><p></b>",
    }
    assert {line.partition(":")[0] for line in validity.invalid(pages, tmp_path)} == {"bad"}
