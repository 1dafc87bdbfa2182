"""What an empty site needs to publish: the default byline, first topics and regions, disclaimers, pages, the home page.

Each step adds what is missing, touches nothing else, and gives a line for each thing that it made.
"""

from pathlib import Path

from articles.models import Disclaimer, Home, NameGroup, Page, Person, Region, Topic
from articles.start import wordings
from articles.start.lists import DISCLAIMERS, REGIONS, TOPICS
from articles.start.names import NAMES
from ccsis import texts

PAGES = Path(__file__).parent / "pages"
BODY_NAME = "The Caucasus Center"
BODY_BIOGRAPHY = (
    "<p>Pieces that carry this name were written by several people of the centre together. "
    "The centre answers for them as a whole.</p>"
)


def make_default_byline():
    if Person.objects.filter(is_default_byline=True).exists():
        return []
    Person.objects.create(name=BODY_NAME, biography=BODY_BIOGRAPHY, is_body=True, is_default_byline=True)
    return [f"the default byline: {BODY_NAME}"]


def make_topics():
    return _fill(Topic, TOPICS, "topics")


def make_regions():
    return _fill(Region, REGIONS, "regions")


def _fill(model, rows, kind):
    """Only an empty list is filled: what editors struck out stays out."""
    if model.objects.exists():
        return []
    for place, (name, introduction) in enumerate(rows, start=1):
        said = wordings.of(kind, name, "name", "introduction")
        for words in said.values():
            words["introduction"] = f"<p>{words['introduction']}</p>"
        model.objects.create(name=name, introduction=f"<p>{introduction}</p>", position=place * 10, wordings=said)
    return [f"{len(rows)} {model._meta.verbose_name_plural}"]


def make_names():
    """Only an empty list is filled, as with topics."""
    if NameGroup.objects.exists():
        return []
    NameGroup.objects.bulk_create(NameGroup(names=names.replace(" · ", "\n")) for names in NAMES)
    return [f"{len(NAMES)} groups of names that mean the same"]


def make_disclaimers():
    known = set(Disclaimer.objects.values_list("kind", flat=True))
    missing = [
        Disclaimer(kind=kind, text=text, wordings=wordings.of("disclaimers", kind, "text"))
        for kind, text in DISCLAIMERS.items()
        if kind not in known
    ]
    Disclaimer.objects.bulk_create(missing)
    return [f"disclaimers for {len(missing)} types of pieces"] if missing else []


def make_pages():
    made = []
    for path in sorted(PAGES.glob("*.html")):
        head, body = texts.read(path)
        if Page.objects.filter(slug=path.stem).exists():
            continue
        Page.objects.create(
            slug=path.stem,
            title=head["title"],
            meta_description=head["description"],
            position=int(head["position"]),
            body=body,
            wordings=wordings.of("pages", path.stem, "title"),
        )
        made.append(f"/{path.stem}/")
    return [f"the pages {', '.join(made)}"] if made else []


def make_home():
    return [] if Home.objects.exists() else [f"the {str(Home.load()).lower()}"]
