"""The OpenAPI 3.1 document, made of the table."""

from django.conf import settings

from articles.api.schemas import SCHEMAS, ref
from ccsis.models import SiteSettings

BASE = "/api/v1/"
SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
STATUSES = {
    301: "It stands at another address now.",
    304: "Nothing has changed since the ETag or the date that you sent.",
    400: "A parameter is unknown or cannot be read; the answer names it.",
    404: "There is no such thing here, or no such page.",
    405: "This is read only.",
    410: "It was published and taken down; the answer says why.",
    429: "Too many requests; Retry-After says when to come back.",
}
WITHOUT_BODY = (304,)
ABOUT = (
    "Read only, without a key, without cookies. What stands here is what readers see, from the moment of publication; "
    "what is taken back is gone at once, with a reason. Lists go on by the address in “next”. "
    "Send the ETag back as If-None-Match and get 304 where nothing changed. Times carry their zone."
)


def of(endpoints):
    """The document as a dict. Takes the rows of the table."""
    site = SiteSettings.load()
    info = {"title": f"{site.name}: publications", "version": "1.0.0", "description": ABOUT}
    if site.licence_name:
        info["license"] = {"name": site.licence_name}
        info["license"] |= {"url": site.licence_address} if site.licence_address else {}
    return {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": settings.SITE_URL + BASE.rstrip("/")}],
        "paths": {f"/{endpoint.template}": _path(endpoint) for endpoint in endpoints},
        "components": {"schemas": SCHEMAS},
    }


def _path(endpoint):
    """GET, and HEAD, which answers the same without a body."""
    get = {
        "operationId": endpoint.name,
        "summary": endpoint.told,
        "parameters": [*_places(endpoint), *map(_parameter, endpoint.asks)],
        "responses": _responses(endpoint),
    }
    bare = {status: {"description": told["description"]} for status, told in get["responses"].items()}
    head = {**get, "operationId": f"{endpoint.name}_head", "responses": bare}
    asked = {"operationId": f"{endpoint.name}_options", "parameters": _places(endpoint)}
    asked["responses"] = {
        "204": {"description": "What other sites may ask, for browsers."},
        "404": get["responses"]["404"],
    }
    return {"get": get, "head": head, "options": asked}


def _places(endpoint):
    return [
        {"name": name, "in": "path", "required": True, "description": told, "schema": SLUG}
        for name, told in endpoint.places.items()
    ]


def _parameter(parameter):
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.told,
        "schema": parameter.schema,
    }


def _responses(endpoint):
    schema = ref(endpoint.gives) if endpoint.gives else {"type": "string"}
    found = {"200": {"description": endpoint.told, "content": {endpoint.media: {"schema": schema}}}}
    for status in sorted({304, 400, 404, 405, *endpoint.also}):
        told = {"description": STATUSES[status]}
        if status not in WITHOUT_BODY:
            told["content"] = {"application/problem+json": {"schema": ref("Problem")}}
        found[str(status)] = told
    return found
