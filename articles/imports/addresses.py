"""Addresses of a WordPress site, looked at as text: where a file lies below its uploads folder, and our keys."""

import hashlib
import re
from urllib.parse import unquote, urlsplit

IN_UPLOADS = re.compile(r"(?:^|/)(?:wp-content/uploads|wp-content/blogs\.dir/\d+/files)/(.+)$")
BY_MONTH = re.compile(r"(?:^|/)(\d{4}/\d{2}/[^/]+)$")
SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)|-scaled(?=\.\w+$)")
KEY_LENGTH = 250


def split(address):
    """The parts of an address; None for what is none."""
    try:
        parts = urlsplit(address)
        return parts if parts.hostname is not None or not parts.netloc else None
    except ValueError:  # a host in brackets that is none
        return None


def upload_path(address):
    """The path below the uploads folder that an address or a path of an attachment means; "" where it means none."""
    parts = split(address)
    if parts is None:
        return ""
    path = unquote(parts.path)
    match = IN_UPLOADS.search(path) or BY_MONTH.search(path)
    if match:
        return match[1]
    return "" if "://" in address or address.startswith("/") else path


def source_key(site, name):
    """The key by which what came is known again: the site and the name of the thing there, within the column."""
    key = f"wordpress:{site.key}:{name}"
    if len(key) <= KEY_LENGTH:
        return key
    return f"{key[: KEY_LENGTH - 65]}:{hashlib.sha256(key.encode()).hexdigest()}"
