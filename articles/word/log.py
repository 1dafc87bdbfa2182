"""What was left out of a document, with its place; and what there was besides the text."""

from collections import Counter

MOST = 300  # entries with a place; of more than these only the number is kept
SHOWN = 80  # characters of the words that tell a place


class Log:
    """Filled while a document is walked through. `enter` says where the walk stands."""

    def __init__(self):
        self.dropped, self.more = [], 0
        self.counts = Counter()  # comments, insertions, deletions
        self.letters = Counter()  # language tag -> how many letters
        self.heading = self.words = self.part = ""
        self.said = set()  # of this paragraph, what is said once only

    def enter(self, words, *, is_heading=False):
        """A paragraph begins; one without words leaves the place where it was."""
        self.said = set()
        if words:
            self.words = words[:SHOWN]
            if is_heading:
                self.heading = self.words

    def drop(self, code, detail="", *, once=False):
        """Something stays behind here. With `once`, a second one of its kind in the same paragraph is not told."""
        if once and code in self.said:
            return
        self.said.add(code)
        if len(self.dropped) >= MOST:
            self.more += 1
            return
        place = {"heading": self.heading, "words": self.words, "part": self.part}
        self.dropped.append({"code": code, "detail": " ".join(detail.split())[:SHOWN], **place})

    def anywhere(self, code, detail=""):
        """Something that belongs to the whole document stays behind."""
        if len(self.dropped) < MOST:
            self.dropped.append(
                {"code": code, "detail": " ".join(detail.split())[:SHOWN], "heading": "", "words": "", "part": ""}
            )
