"""Writing systems: addresses from any script, direction, word counts, folding for search, clean names.

Pure functions; each takes time in proportion to its text, whatever the text is.
"""

from ccsis.scripts.cleaning import clean_name, clean_text
from ccsis.scripts.folding import fold
from ccsis.scripts.languages import LANGUAGE_NAMES, direction, main_script
from ccsis.scripts.sentences import longest, sentences
from ccsis.scripts.slugs import slugify
from ccsis.scripts.words import count_words, reading_minutes

__all__ = [
    "LANGUAGE_NAMES",
    "clean_name",
    "clean_text",
    "count_words",
    "direction",
    "fold",
    "longest",
    "main_script",
    "reading_minutes",
    "sentences",
    "slugify",
]
