"""`python -m tests.audit [word …]`: look at all pages, or at those with one of the words in their name.

Exits with 1 where something was found.
"""

import sys
import tempfile

from tests.audit import lighthouse, site, validity, visit, weight


def main(words):
    with site.running() as address, visit.browser() as browser:
        from tests.audit import contributors, readers  # they use models, which are ready only now

        pages = [*readers.pages(), *contributors.pages()]
        pages = [page for page in pages if not words or any(word in page.name for word in words)]
        seen = {}
        for page in pages:
            seen[page.name] = visit.look_at(browser, address, page)
            print(page.name, *seen[page.name].findings, sep="\n    ", flush=True)
        judged = judge(address, pages)
    weights = {page.name: seen[page.name].weight for page in pages if seen[page.name].weight and not page.press}
    print("", *weight.table(weights), "", sep="\n")
    found = sum((each.findings for each in seen.values()), []) + judged + validate(seen)
    print(f"{len(pages)} kinds of pages, {len(found)} findings.")
    return 1 if found else 0


def judge(address, pages):
    """What Lighthouse says of some of the pages; it is printed, too."""
    if lighthouse.is_there():
        return lighthouse.findings(address, pages)
    print(lighthouse.MISSING)
    return []


def validate(seen):
    """What vnu says of all pages; it is printed, too."""
    if not validity.is_there():
        print(validity.MISSING)
        return []
    with tempfile.TemporaryDirectory() as folder:
        found = validity.invalid({name: each.html for name, each in seen.items() if each.html}, folder)
    print(*found, sep="\n")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
