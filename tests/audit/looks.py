"""What is looked at on a page that stands in the browser: what runs over the edge, and what axe finds."""

from axe_playwright_python.sync_playwright import Axe


def overflow(page):
    """How many pixels of the page lie beyond its edge."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def faults(page, but=()):
    """What axe finds, as (rule, the first element that breaks it). `but` names rules that do not count."""
    found = Axe().run(page).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in found if fault["id"] not in but]
