"""From a .docx to CommonMark: headings, lists, quotes, tables, links and footnotes are kept, what is dropped is named.

The file is read in a process with limits (ccsis.limited); nothing in it is followed or fetched.
"""

import re
import zipfile
from collections import Counter

from ccsis.boxed import NotTaken

MOST_UNPACKED = 50 << 20  # bytes
MOST_HTML = 2 << 20  # characters
# What the styles of word processors mean to us, in whatever language their names are shown.
STYLES = """
p.Title => h1:fresh
p.Subtitle => p:fresh
p.Quote => blockquote > p:fresh
p.IntenseQuote => blockquote > p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Preformatted Text'] => pre:separator('\\n')
comment-reference => !
"""
# How mammoth names what it passes over, and what people call it.
PASSED_OVER = {"oMath": "formulas", "oMathPara": "formulas", "object": "objects", "chart": "charts"}


def to_commonmark(path):
    """Takes the path of a .docx. Gives (CommonMark, {what was dropped: how many}).

    Raises ccsis.limited.Refused, with a sentence, where the file cannot be read.
    """
    from ccsis import from_html, limited

    try:
        read = limited.run("ccsis.documents.read", str(path))
    except NotTaken:
        raise limited.Refused(limited.UNREADABLE) from None
    source, dropped = from_html.to_commonmark(read["html"])
    return source, dict(Counter(read["dropped"]) + Counter(dropped))


def _refuse_bombs(path):
    """What says of itself that it unpacks to more than we can take is not unpacked at all."""
    try:
        with zipfile.ZipFile(path) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise NotTaken("broken") from error
    if unpacked > MOST_UNPACKED:
        raise MemoryError


def read(path):
    """Runs in the process with limits: the document as HTML, and what was dropped."""
    import mammoth

    _refuse_bombs(path)
    dropped = Counter()

    def picture(_image):
        dropped["pictures"] += 1
        return []

    try:
        with open(path, "rb") as file:
            made = mammoth.convert_to_html(file, style_map=STYLES, convert_image=picture)
    except MemoryError:
        raise
    except Exception as error:  # whatever a broken document does to a parser
        raise NotTaken("broken") from error
    if len(made.value) > MOST_HTML:
        raise MemoryError
    for message in made.messages:
        if "unrecognised element" in message.message:
            element = re.split(r"[:} ]", message.message)[-1]
            dropped[PASSED_OVER.get(element, "other things")] += 1
    return {"html": made.value, "dropped": dict(dropped)}
