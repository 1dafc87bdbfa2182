"""The names of Office Open XML: namespaces, and ET's spelling of a tag."""

from xml.etree import ElementTree

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "pr": "http://schemas.openxmlformats.org/package/2006/relationships",
}
# What “Strict Open XML” calls the same.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": SPACES["w"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": SPACES["r"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": SPACES["wp"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": SPACES["a"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/picture": SPACES["pic"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/chart": SPACES["c"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/diagram": SPACES["dgm"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": SPACES["m"].encode(),
}
for _prefix in ("w", "r", "wp", "a", "pic", "v", "o"):
    ElementTree.register_namespace(_prefix, SPACES[_prefix])


def q(name):
    """`w:p` as ElementTree spells it."""
    prefix, _colon, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def parse(content):
    """The root of a part. Its XML has been looked through before: no document type, no entities."""
    for strict, plain in STRICT.items():
        content = content.replace(strict, plain)
    return ElementTree.fromstring(content)  # noqa: S314 - see ccsis.docx


def child(element, *path):
    """The first child by `w:` names, one inside the other, or None."""
    for name in path:
        element = element.find(q(name)) if element is not None else None
    return element


def value(element, *path, attribute="w:val"):
    """The value of such a child, or None."""
    found = child(element, *path)
    return found.get(q(attribute)) if found is not None else None


def switch(element, *path):
    """An on-off property: True, False, or None where it is not said."""
    found = child(element, *path)
    return None if found is None else found.get(q("w:val")) not in ("0", "false", "off", "none")
