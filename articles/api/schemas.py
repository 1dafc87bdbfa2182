"""What answers look like, as JSON Schema 2020-12: the components of the OpenAPI document."""

from articles.models import Correction, Kind, Role
from ccsis.scripts import LANGUAGE_NAMES

TEXT = {"type": "string"}
FLAG = {"type": "boolean"}
COUNT = {"type": "integer", "minimum": 0}
ADDRESS = {"type": "string", "format": "uri"}
MAYBE_ADDRESS = {"type": "string", "description": "An address, or empty."}
SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
MOMENT = {"type": "string", "format": "date-time"}
DAY = {"type": "string", "format": "date"}
LANGUAGE = {"type": "string", "enum": list(LANGUAGE_NAMES)}
NEXT = {"description": "The address of the next page; null on the last.", "anyOf": [ADDRESS, {"type": "null"}]}


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def many(schema):
    return {"type": "array", "items": schema}


def maybe(schema):
    return {"anyOf": [schema, {"type": "null"}]}


def thing(told="", **properties):
    """An object with exactly these properties, all of them there."""
    made = {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}
    return {"description": told, **made} if told else made


TERM = {"slug": SLUG, "name": TEXT, "address": ADDRESS, "self": ADDRESS}
COUNTED = {**TERM, "introduction": TEXT, "publications": COUNT}
CORRECTION = {
    "type": {"type": "string", "enum": Correction.Type.values},
    "text": TEXT,
    "at": MOMENT,
    "version": maybe(COUNT),
}
BRIEF = {
    "number": {**TEXT, "description": "Given once and for ever, like CCSIS-AN-2026-014."},
    "slug": SLUG,
    "address": ADDRESS,
    "self": ADDRESS,
    "type": {"type": "string", "enum": Kind.values},
    "language": LANGUAGE,
    "title": TEXT,
    "subtitle": TEXT,
    "standfirst": TEXT,
    "published_at": MOMENT,
    "updated_at": maybe(MOMENT),
    "version": {"type": "integer", "minimum": 1},
    "bylines": {**many(ref("Byline")), "description": "In their order: who wrote, translated, edited it."},
    "series": maybe(thing(**TERM, part=maybe(COUNT))),
    "topics": many(ref("Term")),
    "regions": many(ref("Term")),
    "tags": many(ref("Term")),
    "licence": {**maybe(ref("Licence")), "description": "Null: nobody may republish it without asking."},
    "is_exclusive": FLAG,
    "doi": TEXT,
    "words": COUNT,
    "image": maybe(ref("Picture")),
}
WHOLE = {
    **BRIEF,
    "key_points": many(TEXT),
    "html": {**TEXT, "description": "The text with its notes, as clean HTML with full addresses."},
    "markdown": {**TEXT, "description": "Everything that the page says, as Markdown with a head in YAML."},
    "is_original": FLAG,
    "translations": many(thing(language=LANGUAGE, title=TEXT, is_original=FLAG, address=ADDRESS, self=ADDRESS)),
    "versions": many(ref("Version")),
    "corrections": many(ref("Correction")),
    "documents": many(thing(title=TEXT, language=LANGUAGE, address=ADDRESS, media_type=TEXT)),
    "citation": ref("Citation"),
    "funding": TEXT,
    "interests": TEXT,
    "originally_in": TEXT,
    "originally_at": MAYBE_ADDRESS,
    "call": maybe(thing(title=TEXT, address=TEXT)),
}
PERSON = {
    "slug": SLUG,
    "name": TEXT,
    "native_name": TEXT,
    "title": {**TEXT, "description": "Today's; a byline has that of its day."},
    "is_body": FLAG,
    "orcid": MAYBE_ADDRESS,
    "biography": TEXT,
    "links": many(thing(label=TEXT, address=ADDRESS)),
    "photo": maybe(ref("Picture")),
    "address": ADDRESS,
    "self": ADDRESS,
    "publications": COUNT,
}
TOLD_OF = thing(number=TEXT, title=TEXT, language=LANGUAGE, address=ADDRESS, self=ADDRESS, is_public=FLAG)

SCHEMAS = {
    "Byline": thing(
        "A name under a piece, as it was on the day.",
        role={"type": "string", "enum": Role.values},
        name=TEXT,
        native_name=TEXT,
        title=TEXT,
        is_body=FLAG,
        person=maybe(thing(slug=SLUG, address=ADDRESS, self=ADDRESS)),
    ),
    "Term": thing("A topic, region or tag where it is named.", **TERM),
    "CountedTerm": thing("A topic, region, series or tag, and how much is published under it.", **COUNTED),
    "Licence": thing(name=TEXT, address=MAYBE_ADDRESS),
    "Picture": thing(address=ADDRESS, alt=TEXT, caption=TEXT, credit=TEXT, licence=TEXT),
    "Version": thing(
        "A public version: its address stays. One that was taken back cannot be read any more.",
        version={"type": "integer", "minimum": 1},
        at=MOMENT,
        sha256=TEXT,
        is_minor=FLAG,
        is_current=FLAG,
        is_taken_back=FLAG,
        address=ADDRESS,
    ),
    "Correction": thing("What readers were told.", **CORRECTION),
    "Citation": thing(
        "The record as CSL-JSON, as text, and where its files lie.",
        csl={"type": "object", "required": ["id", "type", "title"]},
        chicago=TEXT,
        apa=TEXT,
        mla=TEXT,
        files=thing(bib=ADDRESS, ris=ADDRESS, json=ADDRESS),
    ),
    "PublicationInList": thing("A publication without its text.", **BRIEF),
    "Publication": thing("A publication, whole.", **WHOLE),
    "Publications": thing(publications=many(ref("PublicationInList")), next=NEXT),
    "Topics": thing(topics=many(ref("CountedTerm"))),
    "Regions": thing(regions=many(ref("CountedTerm"))),
    "Series": thing(series=many(ref("CountedTerm"))),
    "Tags": thing(tags=many(ref("CountedTerm")), next=NEXT),
    "Person": thing("Somebody, or a body, under whose name something is published.", **PERSON),
    "People": thing(people=many(ref("Person")), next=NEXT),
    "Corrections": thing(corrections=many(thing(**CORRECTION, changes=maybe(ADDRESS), publication=TOLD_OF)), next=NEXT),
    "Catalogue": thing(
        institution=TEXT,
        publications=many(
            thing(
                authors=many(TEXT),
                date=DAY,
                type=TEXT,
                institution=TEXT,
                title=TEXT,
                abstract=TEXT,
                topics=many(TEXT),
                regions={**many(TEXT), "description": "The political geography."},
                language=LANGUAGE,
                series=TEXT,
                number=TEXT,
                address=ADDRESS,
                licence=TEXT,
            )
        ),
    ),
    "Document": {"type": "object", "required": ["openapi", "info", "paths"], "description": "OpenAPI 3.1."},
    "Problem": {
        "description": "Why there is no answer, in a sentence (RFC 9457).",
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "parameter": {**TEXT, "description": "Which parameter it is about."},
        },
    },
}
