"""A document of ours as a tagged PDF. Runs in a process of its own (ccsis.limited): fonts and pictures are read there.

WeasyPrint is imported here alone: it needs pango on the machine, and a site without it runs, and has no PDF files.
"""

import ctypes
from functools import lru_cache
from importlib.util import find_spec

LIBRARIES = (("libpango-1.0.so.0", "libpango-1.0.dylib"), ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"))


@lru_cache(maxsize=1)
def can_be_made():
    """Whether this machine has what it takes."""
    return find_spec("weasyprint") is not None and all(any(map(_loads, names)) for names in LIBRARIES)


def _loads(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def write(document, sheets, files, pdf):
    """Write the PDF of an HTML file to the path `pdf`. Gives how many pages it has.

    Takes the path of the HTML, paths of style sheets by address, and `files`: the paths of everything else that may be
    read, by address. Nothing but these is ever opened, whatever the document asks for.
    """
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OurFilesOnly(URLFetcher):
        def fetch(self, url, headers=None):
            path = files.get(url)
            if path is None:
                raise ValueError("not one of our files")
            return URLFetcherResponse(url, open(path, "rb"))  # noqa: SIM115 - WeasyPrint closes it

    fetcher, fonts = OurFilesOnly(), FontConfiguration()
    with open(document, encoding="utf-8") as file:
        html = HTML(string=file.read(), base_url="https://ours.invalid/", url_fetcher=fetcher)
    styles = []
    for address, path in sheets.items():
        with open(path, encoding="utf-8") as file:
            styles.append(CSS(string=file.read(), base_url=address, url_fetcher=fetcher, font_config=fonts))
    made = html.render(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")
    made.write_pdf(pdf, pdf_variant="pdf/ua-1")
    return len(made.pages)
