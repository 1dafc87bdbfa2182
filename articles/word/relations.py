"""Where the parts of a document point to; and the relations of the document that is written anew."""

import posixpath
from xml.etree import ElementTree

from articles.word.names import SPACES, parse, q

PICTURES = ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "emf", "wmf", "svg", "heic", "avif")


def relations_of(parts, name):
    """{id: (kind, target, is it outside)} of a part; targets inside are names of parts."""
    folder, _slash, file = name.rpartition("/")
    content = parts.get(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
    found = {}
    for row in parse(content).iter(q("pr:Relationship")) if content else ():
        kind = row.get("Type", "").rpartition("/")[2]
        target, is_outside = row.get("Target", ""), row.get("TargetMode", "").lower() == "external"
        if not is_outside:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[row.get("Id")] = (kind, target, is_outside)
    return found


class Written:
    """The relations that the document written anew needs: links, and pictures by their keys."""

    def __init__(self):
        self.rows = []

    def link(self, address):
        return self._add("hyperlink", address, mode="External")

    def picture(self, file):
        return self._add("image", f"media/{file}")

    def _add(self, kind, target, **more):
        self.rows.append((f"r{len(self.rows)}", kind, target, more))
        return self.rows[-1][0]

    def xml(self):
        root = ElementTree.Element(q("pr:Relationships"))
        for row_id, kind, target, more in self.rows:
            row = {"Id": row_id, "Type": f"{SPACES['r']}/{kind}", "Target": target}
            row |= {"TargetMode": more["mode"]} if more else {}
            ElementTree.SubElement(root, q("pr:Relationship"), row)
        return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
