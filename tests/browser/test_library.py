"""An editor uploads a picture from within a text, and says by pressing on it what must stay in sight."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles import pictures as reading
from articles.models import Image
from tests import make, pictures
from tests.browser.walking import log_in, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser_context):
    page = browser_context().new_page()
    log_in(page, make.user("editor", name="Eka"))
    return page


def test_a_picture_is_uploaded_without_leaving_the_text(desk):
    desk.goto(reverse("admin:articles_article_add"))
    desk.locator("#cke_id_body .cke_wysiwyg_div").wait_for()
    write(desk, "Before the picture.")
    desk.locator("#cke_id_body .cke_button__picture").click()
    desk.get_by_text("Upload a new picture").click()
    upload = desk.get_by_role("button", name="Upload it and put it in the text")

    upload.click()
    expect(desk.locator("#editor-upload-alt-error")).to_have_text("This is needed.")
    file = {"name": "no.png", "mimeType": "image/png", "buffer": b"no picture"}
    desk.locator("#editor-upload-file").set_input_files(file)
    desk.locator("#editor-upload-alt").fill("A gorge in May")
    desk.locator("#editor-upload-credit").fill("N. Ratiani")
    upload.click()
    expect(desk.locator("#editor-upload-file-error")).to_contain_text("This file is damaged")
    assert desk.locator("#editor-upload-alt").input_value() == "A gorge in May"

    desk.locator("#editor-upload-file").set_input_files(file | {"buffer": pictures.image("PNG", (300, 200))})
    upload.click()
    expect(desk.locator(".cke_wysiwyg_div figure img")).to_have_attribute("alt", "A gorge in May")
    image = Image.objects.get()
    assert (image.credit, image.width) == ("N. Ratiani", 300)
    text = desk.evaluate("CKEDITOR.instances.id_body.getData()")
    assert "Before the picture." in text and f'src="{image.body_address}"' in text

    # the same file once more: the one that is there is offered
    desk.locator("#cke_id_body .cke_button__picture").click()
    desk.get_by_text("Upload a new picture").click()
    desk.locator("#editor-upload-file").set_input_files(file | {"buffer": pictures.image("PNG", (300, 200))})
    desk.locator("#editor-upload-alt").fill("Again")
    desk.locator("#editor-upload-credit").fill("N. Ratiani")
    upload.click()
    desk.get_by_role("button", name="Put the one that is here in the text").click()
    expect(desk.locator(".cke_wysiwyg_div figure img")).to_have_count(2)


def test_the_focal_point_is_chosen_on_the_picture(desk):
    picture = reading.read(pictures.upload(pictures.image("JPEG", (600, 400))))
    image = make.image(file=picture.file, width=600, height=400)
    desk.goto(reverse("admin:articles_image_change", args=[image.pk]))
    shown = desk.locator(".desk-focus img")
    box = shown.bounding_box()
    shown.click(position={"x": box["width"] / 4, "y": box["height"] * 3 / 4})
    assert desk.locator(".desk-cuts .card").evaluate("cut => getComputedStyle(cut).objectPosition") == "25% 75%"
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("changed successfully")
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (25, 75)
