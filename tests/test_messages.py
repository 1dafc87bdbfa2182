"""The interface in other languages: every sentence of readers and contributors is there, and fits."""

import re
from pathlib import Path

import polib
import pytest

from deploy import messages

LANGUAGES = ["fa", "ru"]
PLACE = re.compile(r"%\([a-z_]+\)[sd]|%[sd%]|\{[a-z_]*\}|<[^>]+>")


@pytest.fixture(scope="module")
def said():
    """What the code says to readers and contributors."""
    return messages.messages()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_for_readers_and_contributors_is_translated(said, language):
    kept = {(each.msgid, each.msgid_plural or None): each for each in messages.catalogue(language)}
    assert [message for message in said if message not in kept] == [], "run `make messages` and translate"
    assert [entry.msgid for message, entry in kept.items() if message in said and not entry.translated()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_and_the_tags_of_its_original(language):
    wrong = []
    for entry in messages.catalogue(language):
        allowed = [sorted(PLACE.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text]
        texts = list(filter(None, [entry.msgstr, *entry.msgstr_plural.values()]))
        wrong += [text for text in texts if sorted(PLACE.findall(text)) not in allowed]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_site_reads_is_what_the_catalogue_says(language):
    path = Path(messages.catalogue(language).fpath)
    read = {entry.msgid: (entry.msgstr, entry.msgstr_plural) for entry in polib.mofile(path.with_suffix(".mo"))}
    kept = messages.catalogue(language).translated_entries()
    assert read == {entry.msgid: (entry.msgstr, entry.msgstr_plural) for entry in kept}
