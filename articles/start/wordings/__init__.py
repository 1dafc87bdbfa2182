"""What the first rows of an empty site say in the other languages of the site."""

import json
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def _read():
    return {path.stem: json.loads(path.read_text()) for path in sorted(HERE.glob("*.json"))}


def of(kind, key, *fields):
    """The wordings of one row: {language: {field: text}}. Takes the kind of row, its key, and what its texts are."""
    found = {language: kinds.get(kind, {}).get(key) for language, kinds in _read().items()}
    return {
        language: dict(zip(fields, [texts] if isinstance(texts, str) else texts, strict=False))
        for language, texts in found.items()
        if texts
    }
