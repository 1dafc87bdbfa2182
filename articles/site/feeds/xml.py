"""What the two XML forms share: words that XML can hold, children with words in them, the bytes of a document."""

import re
from xml.etree.ElementTree import SubElement, tostring

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text):
    return NOT_XML.sub("", str(text))


def add(parent, name, text, **attributes):
    """A child with words in it. Attributes that are empty are left out."""
    child = SubElement(parent, name, _given(attributes))
    child.text = clean(text)
    return child


def mark(parent, name, **attributes):
    """A child that says everything in its attributes."""
    return SubElement(parent, name, _given(attributes))


def add_picture(parent, picture):
    """Media RSS, which both forms may carry: the picture, and who made it. What it shows stands in the text; readers
    of feeds take a media:description for the summary of the piece."""
    size = {"fileSize": picture.bytes, "width": picture.width, "height": picture.height}
    content = mark(parent, "media:content", url=picture.address, type=picture.type, medium="image", **size)
    if picture.credit:
        add(content, "media:credit", picture.credit)


def document(root):
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _given(attributes):
    return {name: clean(value) for name, value in attributes.items() if value not in ("", None, 0)}
