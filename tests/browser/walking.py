"""What the walks share: logging in, writing in the editor, and keeping pictures for the docs."""

import io
import os
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests import make

expect.set_options(timeout=15_000)  # as long as the clicks wait: the machine may be busy
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"

# Pictures below the fold are loaded only when they are scrolled to.
SHOW_ALL_PICTURES = """async () => {
    const pictures = [...document.images];
    pictures.forEach(picture => picture.loading = "eager");
    await Promise.all(pictures.map(picture => picture.decode().catch(() => {})));
}"""


def log_in(page, user):
    """As a person does: the desk asks who it is, and leads on after the password."""
    page.goto("/admin/")
    page.get_by_label("E-mail address or user name").fill(user.username)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.locator("#user-tools")).to_contain_text(user.name)


def agree(page):
    """Tick what has to be agreed to, and nothing else."""
    for words in ("The centre may edit my text", "I wrote it myself", "It holds nothing secret"):
        page.get_by_role("checkbox", name=words).check()


def link_in(letter):
    """The path of the private page that a letter leads to."""
    return re.search(r"/submissions/[\w-]{43}/", letter.body)[0]


def write(page, text):
    """Type into the rich text editor, a paragraph for each line."""
    body = page.locator(".cke_editable").first
    body.click()
    page.keyboard.press("Control+End")
    for number, line in enumerate(text.splitlines()):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(line)


def wait_until(page, expression):
    """Wait until this JavaScript is true. The page's own policy forbids the eval by which Playwright would wait."""
    came = page.evaluate(
        "async () => { const end = Date.now() + 15000; while (!(" + expression + ")) {"
        " if (Date.now() > end) return false; await new Promise(requestAnimationFrame); } return true; }"
    )
    assert came, f"never came true: {expression}"


def keep_picture(page, name, **options):
    """Keep a picture of the page for the docs, when PICTURES=1 asks for it."""
    if os.environ.get("PICTURES"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.evaluate(SHOW_ALL_PICTURES)
        taken = Image.open(io.BytesIO(page.screenshot(**options))).convert("RGB")
        taken.quantize(256, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)
