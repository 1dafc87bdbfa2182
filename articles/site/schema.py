"""What machines read in the head of every other page, as schema.org: who we are, how to search here, where a page
stands, what a list holds, who somebody is. The piece itself is told in articles.site.metadata.

Each function gives plain data without a query; addresses are absolute, and in the language that is being spoken.
"""

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

CONTEXT = {"@context": "https://schema.org"}
# Under which index each list stands, by the names of the URL table.
INDEX_OF = {
    **{"topic": "topics", "region": "regions", "tag": "tags", "series": "series_index", "person": "people"},
    **{"archive_year": "archive", "archive_month": "archive", "publication": "analyses", "simulation": "simulations"},
}


def names():
    """What each index is called."""
    return {
        "analyses": _("Analyses"),
        "simulations": _("Simulations"),
        "topics": _("Topics"),
        "regions": _("Regions"),
        "tags": _("Tags"),
        "series_index": _("Series"),
        "people": _("People"),
        "archive": _("Archive"),
    }


def full(path):
    return settings.SITE_URL + path


def house(site):
    """The centre, as whoever publishes here."""
    logo = full(static("img/icon-180.png"))
    return {"@type": "Organization", "name": site.name, "url": full("/"), "logo": logo}


def site_itself(site):
    """Takes the SiteSettings. The centre and its site, with the search that browsers may offer."""
    centre = {
        **house(site),
        "@id": full("/#centre"),
        "alternateName": site.wordmark,
        "description": site.said("strapline"),
        "email": site.contact_address,
        "publishingPrinciples": full(reverse("site:corrections")),
    }
    search = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": full(reverse("site:search")) + "?q={search_term_string}",
        },
        "query-input": "required name=search_term_string",
    }
    web = {
        "@type": "WebSite",
        "@id": full("/#site"),
        "url": full(reverse("site:home")),
        "name": site.said("name"),
        "alternateName": site.wordmark,
        "inLanguage": get_language(),
        "publisher": {"@id": full("/#centre")},
        "potentialAction": search,
    }
    return {**CONTEXT, "@graph": [given(centre), web]}


def trail(site, found, title, path):
    """Where a page stands, from the front page on. Takes its name in the URL table (`found`), its title and path."""
    steps = [(site.said("name"), reverse("site:home"))]
    index = INDEX_OF.get(found)
    if index:
        steps.append((names()[index], reverse(f"site:{index}")))
    steps.append((title, path))
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": full(address)}
        for place, (name, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def collection(title, path, rows, about=None):
    """A list: what it is called, and the pieces on its first page, in their order."""
    items = [
        {"@type": "ListItem", "position": place, "url": full(row.get_absolute_url())}
        for place, row in enumerate(rows, start=1)
    ]
    data = {
        "@type": "CollectionPage",
        "@id": full(path),
        "url": full(path),
        "name": title,
        "inLanguage": get_language(),
        "isPartOf": {"@id": full("/#site")},
        "about": about,
        "mainEntity": {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items} if items else None,
    }
    return given(data)


def profile(person, path, site):
    """The page of somebody who writes here, or of a body."""
    pages = [address for _label, address in person.link_pairs]
    data = {
        "@type": "Organization" if person.is_body else "Person",
        "@id": full(path),
        "name": person.name,
        "alternateName": person.native_name,
        "jobTitle": "" if person.is_body else person.title,
        "url": full(path),
        "image": full(person.photo.file.url) if person.photo else "",
        "sameAs": ([f"https://orcid.org/{person.orcid}"] if person.orcid else []) + pages,
    }
    return {"@type": "ProfilePage", "url": full(path), "inLanguage": get_language(), "mainEntity": given(data)}


def given(data):
    return {name: value for name, value in data.items() if value not in ("", None, [])}


def together(*parts):
    """Several things that one page tells."""
    return {**CONTEXT, "@graph": list(parts)}
