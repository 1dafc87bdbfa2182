"""A kind of page, and how it is come to: its address, what is typed there, and the button that is pressed."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Page:
    name: str
    address: str
    status: int = 200
    typed: dict = field(default_factory=dict)  # what is typed before, by the name of the field
    press: str = ""  # the button that leads to the page, as it is read
    has_cookies: bool = True  # else they are lost before the button is pressed
    is_piece: bool = False  # the page of a publication, which may weigh less than others


SET = """([name, value]) => {
    for (const field of document.querySelectorAll(`[name="${name}"]`)) field.value = value;
}"""
UNFOLD = "document.querySelectorAll('details').forEach(each => { each.open = true; })"


def come_to(tab, page):
    """Open a Page in a tab of the browser, with everything unfolded. Gives the answer that it came with."""
    answer = tab.goto(page.address)
    tab.evaluate(UNFOLD)
    for name, value in page.typed.items():
        tab.evaluate(SET, [name, value])
    if not page.has_cookies:
        tab.context.clear_cookies()
    if page.press:
        with tab.expect_navigation() as pressed:
            tab.get_by_role("button", name=page.press, exact=True).click()
        answer = pressed.value
        tab.evaluate(UNFOLD)
    return answer
