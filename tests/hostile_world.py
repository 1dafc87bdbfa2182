"""A site in which everything that somebody can type is hostile, and an eye that judges answers as a browser reads them.

Its public rows stand at the addresses that tests/test_site_secrets.py walks, those of the desk at those of
tests/test_attacks.py.
"""

import json
import re
from xml.etree import ElementTree

from django.db import models
from markdown_it import MarkdownIt

from articles import commenting, holds, previews, publishing
from articles.models import (
    Byline,
    CheckedLink,
    Disclaimer,
    Document,
    Home,
    NameGroup,
    Page,
    Region,
    Series,
    Tag,
    Term,
    Topic,
)
from articles.models.article import Piece
from ccsis.models import Letter, Redirect, SiteSettings
from submissions import conversation
from submissions.models import CannedReply, Flag, Message
from tests import make
from tests.hostile import HOSTILE, Reader

# What no field of ours takes (tests/test_security_floor.py), and what is too long for a line, left out.
TEXTS = [re.sub("[\x00\ud800-\udfff]", "", text) for text in HOSTILE if len(text) < 200]
ALL = "\n\n".join(TEXTS)
OPENING = "\"'><img src=x onerror=alert(1)>"  # breaks out of any attribute that is not escaped
CODE = "javascript:alert(1)"


def lines(longest):
    """All the texts, as many in a line as fit into so many characters."""
    found = [OPENING]
    for text in TEXTS:
        fits = len(found[-1]) + len(text) < longest
        found[-1:] = [f"{found[-1]} {text}"] if fits else [found[-1], text]
    return found


OURS = {"doi", "relief", "call_address"}  # made by us, or checked by its form
TITLES = lines(230)
SHORT = lines(100)
WORDS = [
    each.name
    for each in Piece._meta.local_fields
    if isinstance(each, models.CharField | models.TextField) and not each.choices and each.name not in OURS
]


def fields(place, long=OPENING):
    """Every field of a piece that holds words, hostile; each piece begins at another text."""
    found = {}
    for number, name in enumerate(WORDS, start=place):
        longest = Piece._meta.get_field(name).max_length
        lines = TITLES if longest and longest >= 240 else SHORT
        found[name] = long if longest is None else lines[number % len(lines)][:longest]
    body = around(TEXTS if long == ALL else TEXTS[place::12])
    return found | {"title": TITLES[place % len(TITLES)], "originally_at": CODE, "body": body}


def around(texts):
    return "".join(f"<p>before</p>{text}<p>after</p>" for text in texts)


INTRODUCTION = around(TEXTS[120:160])


def build():
    """Make the site. Gives the rows of the desk by the beginning of the names of their pages, and the secret paths."""
    shelves = {
        "topics": [Topic.objects.create(name=SHORT[1], slug="roads", introduction=INTRODUCTION)],
        "regions": [Region.objects.create(name=SHORT[2], slug="georgia", introduction=INTRODUCTION)],
        "tags": [Tag.objects.create(name=SHORT[3], slug="lars", introduction=INTRODUCTION), *SHORT[4:12]],
        "series": Series.objects.create(name=SHORT[5], slug="winter-roads", introduction=INTRODUCTION),
    }
    image = make.image(alt=SHORT[6], credit=SHORT[7], caption=ALL, source=CODE, original_name=OPENING)
    person = make.person(OPENING, slug="tamar-lezhvari", native_name=SHORT[8], title=SHORT[9], biography=INTRODUCTION)
    person.links = f"{OPENING} {CODE}\n{CODE}\nhttps://x.example/{OPENING}"
    person.save()
    editor = make.user("publisher", name=f"Editor {OPENING}")
    common = shelves | {"lead_image": image, "authors": [person], "created_by": editor}
    for place in range(3, 12):
        make.publication(**fields(place) | {"slug": f"other-{place}"} | common)
    make.publication(**fields(1) | {"slug": "what-if", "kind": "simulation"} | common)
    make.retracted(TITLES[2], slug="taken-back", reason=ALL)
    piece = main_piece(common, editor)
    the_house(piece, shelves["series"])
    _link, outside = previews.make(piece, by=editor, name=OPENING, note=ALL)
    received, own_page = from_a_contributor()
    rows = [piece, image, shelves["tags"][0], person, shelves["topics"][0], shelves["regions"][0], shelves["series"]]
    rows += [Home.load(), Page.objects.get(), Disclaimer.objects.first(), received, received.call, editor]
    rows += [Letter.objects.first(), Redirect.objects.first(), SiteSettings.load(), Term.objects.first()]
    rows += [NameGroup.objects.first(), CannedReply.objects.first(), CheckedLink.objects.first()]
    names = {f"{row._meta.app_label}_{row._meta.model_name}": row.pk for row in rows}
    return names, {"outside": outside.removeprefix("http://testserver"), "own_page": own_page}


def main_piece(common, editor):
    """A piece with notes, sources, files, corrections, comments, versions and pending changes, all of them hostile."""
    notes = [(f"n{place}", text) for place, text in enumerate(TEXTS)]
    marks = "".join(f'<p>x<sup class="note"><a href="#fn-{key}">1</a></sup></p>' for key, _text in notes)
    words = fields(0, long=ALL) | {"slug": "the-single-road"} | common
    piece = make.article(**words | {"body": words["body"] + marks, "notes": notes})
    piece.sources.create(key="s", title=TITLES[4], author=TITLES[5], container=TITLES[6][:200], address=CODE)
    Byline.objects.create(article=piece, name=SHORT[10], title=OPENING, position=2)
    Document.objects.create(article=piece, file="a.pdf", cover="a.webp", title=SHORT[0], pages=1, bytes=1)
    publishing.publish(piece, at=make.NOW)
    piece.title, piece.body = TITLES[7], around(TEXTS[40:80])
    piece.save()
    publishing.correct(piece, type="correction", text=ALL, now=make.NOW)
    piece.title, piece.body = TITLES[8], around(TEXTS[80:120])
    publishing.write(piece, by=editor, now=make.NOW)
    piece.save()
    commenting.comment(piece, by=editor, text=ALL, paragraph=commenting.paragraphs(piece.body)[0].fingerprint)
    holds.place(piece, by=editor, reason=TITLES[9][:200])
    CheckedLink.objects.create(
        article=piece, address=CODE, words=OPENING, status="404", is_internal=False, checked_at=make.NOW
    )
    return piece


def the_house(piece, series):
    """What chief editors write."""
    home = Home.load()
    home.lead, home.series = piece, series
    home.save()
    Page.objects.create(title=OPENING, slug="about", body=INTRODUCTION, meta_description=OPENING)
    Disclaimer.objects.get_or_create(kind="analysis", defaults={"text": ALL})
    site = {"name": OPENING, "wordmark": "<b>x</b>", "strapline": SHORT[1], "footer": TITLES[1]}
    site |= {"mail_signature": ALL[:400], "licence_name": OPENING, "licence_address": f"https://x.example/{OPENING}"}
    SiteSettings.objects.update_or_create(pk=SiteSettings.ONLY, defaults=site)
    Term.objects.create(text=OPENING, instead=SHORT[2], reason=TITLES[2])
    NameGroup.objects.create(names=f"{OPENING}, {SHORT[3][:60]}")
    Redirect.objects.create(old_path=f"/{OPENING}/", new_path=f"/x/{OPENING}/")  # the database takes no other scheme


def from_a_contributor():
    """A submission whose sender attacks those who read it: (the submission, the path of its own page)."""
    call = make.call(OPENING, slug="call", brief=ALL, guidelines=INTRODUCTION, phone_reason=OPENING)
    names = {"full_name": OPENING, "native_name": SHORT[1], "affiliation": SHORT[2], "position": SHORT[3]}
    names |= {"pseudonym": OPENING, "credit_choice": "pseudonym", "interests": TITLES[3]}
    moderator = make.user("moderator", name=f"Moderator {OPENING}")
    text = {"call": call, "by": moderator, "text": ALL, "state": "changes_requested"}
    submission = make.submission(TITLES[0][:200], **text, **names)
    make.coauthor(submission, full_name=OPENING, affiliation=SHORT[4])
    Flag.objects.create(submission=submission, code="links", evidence={"name": OPENING}, text=ALL)
    conversation.say(submission, ALL)
    CannedReply.objects.create(title=OPENING, text=ALL)
    assert Message.objects.exists()
    return submission, make.private(submission)


# The eye

LOADING = {"src", "href", "action", "formaction", "cite", "poster", "data", "background", "ping", "manifest"}
ADDRESS = re.compile(r"(?:https?:|mailto:|tel:|[/?#.]|$)", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script", re.DOTALL | re.IGNORECASE)
FOREIGN = {"iframe", "object", "embed", "base", "applet", "frame", "portal", "marquee", "style", "math", "plaintext"}
OUR_SCRIPT = re.compile(r'\ssrc="/(?:static/[^"]*|admin/jsi18n/)"')


def acting(html):
    """Whatever in a page could act by itself or lead to code; [] where nothing can."""
    page = Reader(html)
    found = [tag for tag in page.tags if tag in FOREIGN]
    found += [f"{tag} {name}={value[:80]}" for tag, name, value in page.attributes if _acts(tag, name, value)]
    for attributes, code in SCRIPT.findall(html):
        if 'type="application/' in attributes:  # only read
            json.loads(code)
        elif code.strip() or not OUR_SCRIPT.search(attributes):
            found.append(f"script{attributes}{code[:80]}")
    return found


def _acts(tag, name, value):
    value = re.sub(r"[\x00-\x20]", "", value)
    is_odd = name in LOADING and not ADDRESS.match(value) and not re.fullmatch(r"[\w.-]+/?", value)
    is_refresh = name == "http-equiv" and "refresh" in value.lower()
    return is_refresh or is_odd or name.startswith("on") or name in ("style", "srcdoc", "xlink:href")


def words(html):
    """The words that a person sees on the page."""
    return " ".join(" ".join(Reader(html).words).split())


def acting_in_xml(text):
    """The same of a feed or a sitemap: what stands in its elements as HTML, and where it leads."""
    found = []
    for element in ElementTree.fromstring(text).iter():  # noqa: S314 - our own answer
        name, content = element.tag.rpartition("}")[2], element.text or ""
        is_html = element.get("type") == "html" or name in ("description", "encoded")
        found += acting(content) if is_html else []
        addresses = [*element.attrib.values(), *[content] * (name in ("link", "loc", "id", "guid", "url"))]
        found += [f"{name} {value}" for value in addresses if value.lower().strip().startswith("javascript:")]
    return found


def acting_in_json(text):
    """The same of an answer for programs: names that say html hold HTML, names of addresses hold addresses."""
    found = []

    def walk(value, name=""):
        if isinstance(value, dict):
            for key, each in value.items():
                walk(each, key)
        elif isinstance(value, list):
            for each in value:
                walk(each, name)
        elif isinstance(value, str):
            found.extend(acting(value) if "html" in name else [])
            is_address = name in ("url", "id", "address", "home_page_url", "feed_url", "href")
            found.extend([f"{name}: {value}"] if is_address and value.lower().startswith("javascript:") else [])

    walk(json.loads(text))
    return found


def acting_in_markdown(text):
    """The same of Markdown, for a reader that lets HTML through."""
    head, _dashes, body = text.removeprefix("---\n").partition("\n---\n")
    return acting(MarkdownIt("commonmark", {"html": True}).enable("table").render(body or head))
