"""The manifest of an export: what it says, how it is written, and how it is read from a folder of unknown origin."""

import hashlib
import json
import os
import tomllib
from dataclasses import dataclass

from django.conf import settings

from ccsis.exports import Refused, few, files, kinds

NAME = "manifest.json"
FORMAT = "ccsis-export"
VERSION = 1  # raised when a program that reads the present form could not read the new one
LINE = {"path": str, "bytes": int, "sha256": str}
ROWS_LINE = LINE | {"kind": str, "rows": int, "fields": list, "last_number": int}
SHAPE = {
    "format": str,
    "format_version": int,
    "software": str,
    "site": str,
    "with_contact_data": bool,
    "rows": list,
    "files": list,
    "missing_files": list,
    "left_out": dict,
}


@dataclass(frozen=True)
class Manifest:
    """What an export says of itself. `rows` and `files` are dicts of their lines, by kind and by path."""

    software: str
    site: str
    with_contact_data: bool
    rows: dict
    files: dict
    missing_files: list

    @property
    def row_count(self):
        return sum(line["rows"] for line in self.rows.values())

    @property
    def bytes(self):
        return sum(line["bytes"] for line in [*self.rows.values(), *self.files.values()])


def software():
    """The version of this program, as pyproject.toml says, where that came along."""
    try:
        return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
    except OSError:
        return "unknown"


def why_left_out(with_contact):
    """What is not in an export and why, by model or by model and field."""
    found = {each.label: each.reason for each in kinds.left_out()}
    for rows in kinds.all_rows():
        if rows.contact_only and not with_contact:
            found[rows.label] = "contact data"
            continue
        for name, why in rows.fields.items():
            if isinstance(why, kinds.Left):
                found[f"{rows.label}.{name}"] = why.reason
            elif not with_contact:
                found[f"{rows.label}.{name}"] = "contact data"
    return found


def write(folder, *, site, with_contact, rows, copies):
    """Put the manifest into the folder, the last of all files, and give it as it would be read."""
    said = {
        "format": FORMAT,
        "format_version": VERSION,
        "software": software(),
        "site": site,
        "with_contact_data": with_contact,
        "rows": rows,
        "files": [copies.done[path] for path in sorted(copies.done)],
        "missing_files": sorted(copies.missing),
        "left_out": why_left_out(with_contact),
    }
    with files.HashedFile(folder, NAME) as file:
        file.write(json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "replace") + b"\n")
    return _manifest(said)


def read(folder):
    """The manifest of the export in this folder, if everything that it names is there, and nothing else.

    Raises Refused with one sentence.
    """
    if not folder.is_dir():
        raise Refused(f"{folder}: there is no such folder.")
    found = _files_in(folder)
    if NAME not in found:
        raise Refused(f"{folder} has no {NAME}, so it is no export, or one that was not finished.")
    try:
        said = json.loads((folder / NAME).read_bytes())
    except (ValueError, RecursionError):
        raise Refused(f"{NAME} is damaged: it is not JSON.") from None
    _look_at_shape(said)
    manifest = _manifest(said)
    _compare_lists(manifest, found)
    return manifest


def _files_in(folder):
    """The paths of all files below the folder. Raises Refused for links, devices and the like."""
    found = set()
    for place, folders, names in os.walk(folder):
        for name in [*folders, *names]:
            path = os.path.relpath(os.path.join(place, name), folder)
            if os.path.islink(os.path.join(place, name)):
                raise Refused(f"{path} is a link. An export has none.")
        for name in names:
            path = os.path.relpath(os.path.join(place, name), folder)
            if not os.path.isfile(os.path.join(place, name)):
                raise Refused(f"{path} is neither a file nor a folder.")
            found.add(path)
    return found


def _look_at_shape(said):
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise Refused(f"{NAME} is not the manifest of an export of this software.")
    if said.get("format_version") != VERSION:
        raise Refused(
            f"This export has format {said.get('format_version')}, and this version ({software()}) reads {VERSION}. "
            f"It was made by version {said.get('software')}."
        )
    _look_at(said, SHAPE, "it")
    for line in said["rows"]:
        _look_at(line, ROWS_LINE, "a line of rows")
    for line in said["files"]:
        _look_at(line, LINE, "a line of files")
    for path in said["missing_files"]:
        if not isinstance(path, str):
            raise Refused(f"{NAME} is damaged: a missing file has no name.")
    for names in ([line["kind"] for line in said["rows"]], [line["path"] for line in said["files"]]):
        if len(set(names)) != len(names):
            raise Refused(f"{NAME} is damaged: it names something twice.")


def _look_at(part, shape, called):
    if not isinstance(part, dict):
        raise Refused(f"{NAME} is damaged: {called} is not an object.")
    for name, kind in shape.items():
        if type(part.get(name)) is not kind:
            raise Refused(f"{NAME} is damaged: {called} has no {name} as it should be.")


def _manifest(said):
    return Manifest(
        software=said["software"],
        site=said["site"],
        with_contact_data=said["with_contact_data"],
        rows={line["kind"]: line for line in said["rows"]},
        files={line["path"]: line for line in said["files"]},
        missing_files=said["missing_files"],
    )


def _compare_lists(manifest, found):
    known = {rows.name: rows for rows in kinds.all_rows(manifest.with_contact_data)}
    for kind, line in manifest.rows.items():
        if kind not in known:
            raise Refused(f"{NAME} names rows of the kind {kind}, which this version does not know.")
        if line["path"] != known[kind].path:
            raise Refused(f"{NAME} says that the rows of {kind} are in {line['path']}, which is not their place.")
    for path in [*manifest.files, *manifest.missing_files]:
        _refuse_unsafe(path)
    named = {NAME, *manifest.files, *(line["path"] for line in manifest.rows.values())}
    if named - found:
        raise Refused(f"Files are missing: {few(sorted(named - found))}.")
    if found - named:
        raise Refused(f"There are files that {NAME} does not name: {few(sorted(found - named))}.")


def _refuse_unsafe(path):
    top, _slash, rest = path.partition("/")
    store, _slash, name = rest.partition("/")
    if top != "files" or store not in kinds.stores() or not files.is_safe(name):
        raise Refused(f"{NAME} names the file {path!r}, which would lie outside the place for files.")


def compare_bytes(folder, line):
    """Read one file. Raises Refused where it is not what its line says."""
    digest, length = hashlib.sha256(), 0
    with open(folder / line["path"], "rb") as file:
        while piece := file.read(files.PIECE):
            digest.update(piece)
            length += len(piece)
    if length != line["bytes"] or digest.hexdigest() != line["sha256"]:
        raise Refused(f"{line['path']} is damaged: its length or hash is not what {NAME} says.")
