"""The fields of a document: what Word works out by itself, such as links, numbers of pages and tables of contents."""

import re

CODE = re.compile(r"\s*([A-Za-z.]+)")
LINK = re.compile(r'HYPERLINK\s+(?:"([^"]*)"|(?!\\)(\S+))?', re.IGNORECASE)
ANCHOR = re.compile(r'\\l\s+"?([^"\s]+)', re.IGNORECASE)
NAME = re.compile(r"\s*\S+\s+(\S+)")
CITATIONS = re.compile(r"ZOTERO_ITEM|CSL_CITATION|EN\.CITE|Mendeley|^\s*CITATION", re.IGNORECASE)
LISTS = {"TOC", "INDEX", "TOA"}
OF_PAGES = {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"}
# Their words stay and nothing is lost by it.
PLAIN = set("HYPERLINK SEQ FORMTEXT FORMDROPDOWN FORMCHECKBOX QUOTE XE TC TA RD ADVANCE".split())


class Field:
    """One field that is open: its code while it is read, then its result."""

    def __init__(self):
        self.code, self.is_result = "", False

    @property
    def kind(self):
        match = CODE.match(self.code)
        return match[1].upper() if match else ""

    @property
    def is_list(self):
        return self.kind in LISTS

    @property
    def hides_result(self):
        return self.kind in LISTS | OF_PAGES

    @property
    def link(self):
        """(address, anchor) of a link, else None."""
        match = LINK.search(self.code) if self.kind == "HYPERLINK" else None
        if not match:
            return None
        anchor = ANCHOR.search(self.code)
        return match[1] or match[2] or "", anchor[1] if anchor else ""

    @property
    def note(self):
        """The bookmark of the note that a NOTEREF repeats."""
        match = NAME.match(self.code) if self.kind == "NOTEREF" else None
        return match[1] if match else ""

    @property
    def told(self):
        """(code, detail) for the report, or None where there is nothing to tell."""
        if self.is_list:
            return "contents", self.kind
        if self.kind in OF_PAGES:
            return "page number", ""
        if CITATIONS.search(self.code):
            return "citation", ""
        return ("field", self.kind) if self.kind and self.kind not in PLAIN else None
