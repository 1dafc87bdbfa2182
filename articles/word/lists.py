"""Which items of lists a document has: bullets or numbers, how deep, and which number each bears."""

from articles.word.names import q, value

TYPES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
DEEPEST = 8


class Lists:
    """Takes the root of word/numbering.xml, or None, and the Styles. Ask it of the paragraphs in their order."""

    def __init__(self, root, styles):
        self.styles = styles
        found = lambda name: root.iter(q(name)) if root is not None else ()  # noqa: E731
        self.abstract = {row.get(q("w:abstractNumId")): row for row in found("w:abstractNum")}
        self.numbers = {row.get(q("w:numId")): row for row in found("w:num")}
        self.levels = {}  # (numId, level) -> (format, start, is that start the number's own)
        self.counts = {}  # (abstract, level) -> the last number given
        self.begun = set()

    def item(self, properties, style_id):
        """{"kind": "ul" or "ol", "level", "number", "type"} of a paragraph, or None for one that is no item."""
        number, level = self._named(properties, style_id)
        if number in (None, "0") or number not in self.numbers:
            return None
        kind, start, restarts = self._level(number, level)
        if kind in ("none", None):
            return None
        depth = max(level, self.styles.depth(style_id))
        if kind == "bullet":
            return {"kind": "ul", "level": depth, "number": 0, "type": ""}
        given = self._count(number, level, start, restarts)
        return {"kind": "ol", "level": depth, "number": given, "type": TYPES.get(kind, "")}

    def _named(self, properties, style_id):
        """The list and the level that a paragraph names itself, or that its style does."""
        number = value(properties, "w:numPr", "w:numId")
        level = value(properties, "w:numPr", "w:ilvl")
        if number is None:
            number = self.styles.first(style_id, lambda style: value(style, "w:pPr", "w:numPr", "w:numId"))
            level = level or self.styles.first(style_id, lambda style: value(style, "w:pPr", "w:numPr", "w:ilvl"))
            level = level or self._level_of_style(number, style_id)
        return number, min(int(level), DEEPEST) if level and level.isdecimal() else 0

    def _level_of_style(self, number, style_id):
        for row in self._abstract(number).iter(q("w:lvl")) if number in self.numbers else ():
            if value(row, "w:pStyle") == style_id:
                return row.get(q("w:ilvl"))
        return None

    def _abstract(self, number, steps=0):
        row = self.abstract.get(value(self.numbers[number], "w:abstractNumId"))
        if row is None:
            return self.numbers[number]
        link = value(row, "w:numStyleLink")
        further = self.styles.first(link, lambda style: value(style, "w:pPr", "w:numPr", "w:numId")) if link else None
        return self._abstract(further, steps + 1) if further in self.numbers and steps < DEEPEST else row

    def _level(self, number, level):
        if (number, level) not in self.levels:
            self.levels[number, level] = self._read_level(number, level)
        return self.levels[number, level]

    def _read_level(self, number, level):
        said = self._lvl(self._abstract(number), level)
        restart = None
        for override in self.numbers[number].iter(q("w:lvlOverride")):
            if override.get(q("w:ilvl")) == str(level):
                own = self._lvl(override, level)
                said = said if own is None else own
                restart = value(override, "w:startOverride") or restart
        if said is None:
            return None, 1, False
        start = restart or value(said, "w:start") or "1"
        return value(said, "w:numFmt") or "decimal", int(start) if start.isdecimal() else 1, restart is not None

    @staticmethod
    def _lvl(row, level):
        return next((lvl for lvl in row.iter(q("w:lvl")) if lvl.get(q("w:ilvl")) == str(level)), None)

    def _count(self, number, level, start, restarts):
        counter = id(self._abstract(number))
        is_new = restarts and (number, level) not in self.begun
        self.begun.add((number, level))
        last = None if is_new else self.counts.get((counter, level))
        self.counts[counter, level] = start if last is None else last + 1
        for deeper in range(level + 1, DEEPEST + 1):
            self.counts.pop((counter, deeper), None)
        return self.counts[counter, level]
