"""What a contributor's browser does with the form: open it, fill it in, press a button."""

import re
from html import unescape

from tests import make

TYPED = {
    "title": "The queue below the mountain",
    "text": make.TEXT,
    "language": "ka",
    "full_name": "Ruslan Didigov",
    "native_name": "Руслан Дидигов",
    "position": "logistics planner",
    "affiliation": "Port of Poti",
    "email": "Ruslan.Didigov@Mail.example",
    "phone": "+995 555 010 203",
    "credit_choice": "full",
    "consent": "on",
    "original": "on",
    "safe": "on",
}
TICKS = ("consent", "original", "safe")


def coauthor(number=1, **fields):
    """The fields of one co-author, as they are typed."""
    typed = {"full_name": "Nino R.", "email": f"nino{number}@example.org", "credit_choice": "full"} | fields
    return {f"coauthor-{number}-{part}": value for part, value in typed.items()}


def open_form(client, call):
    """The hidden stamp of the form as it is opened now."""
    return client.get(call.get_absolute_url()).context["stamp"]


def send(client, call, stamp=None, **changes):
    """Fill in the form of a call and send it. What is None is not posted. `button` is pressed in place of Send."""
    button = changes.pop("button", "send")
    typed = TYPED | {"stamp": open_form(client, call) if stamp is None else stamp, button: "1"} | changes
    return client.post(call.get_absolute_url(), {name: value for name, value in typed.items() if value is not None})


def save(client, call, stamp=None, **changes):
    """Fill in the form and save it for later. Gives the address of the private page."""
    return own_page(send(client, call, stamp, button="save", **changes))


def own_page(answer):
    """The address of the private page to which an answer leads."""
    assert answer.status_code == 302, words_of(answer)
    return re.fullmatch(r"(/submissions/[\w-]{43}/)(?:\?done=\w+)?", answer.headers["Location"])[1]


def values(page):
    """What stands in the form of a page, as a browser would post it back, with its stamp."""
    form = page.context["form"]
    found = {name: form[name].value() for name in form.fields}
    typed = {name: "on" if value is True else value for name, value in found.items() if value not in (None, False)}
    hidden = {"stamp": page.context["stamp"], "seen": page.context["seen"], "coauthors": form.coauthor_count}
    return typed | hidden


def press(client, page, button="send", **changes):
    """Change fields of a page that was opened, and press a button. Posts where the form says."""
    address = re.search(r'<form class="form"[^>]* action="([^"]+)"', page.content.decode())[1]
    typed = values(page) | {button: "1"} | changes
    return client.post(address, {name: value for name, value in typed.items() if value is not None})


def words_of(page):
    """The page without its tags, as somebody reads it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())
