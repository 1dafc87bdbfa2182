"""How typed tags become rows: commas part them, spaces never do, and case does not matter in any script."""

import re

from taggit.managers import _TaggableManager

from ccsis.scripts import clean_name, fold

COMMAS = re.compile(r"[,،、，;؛\n]")


def parse_tags(text):
    """The tag names in a typed text, in their order, each once; `South Caucasus` is one tag."""
    names = {}
    for name in COMMAS.split(text or ""):
        name = clean_name(name)[:100]
        if name and fold(name):
            names.setdefault(fold(name), name)
    return list(names.values())


class CarefulTags(_TaggableManager):
    """taggit's manager, finding tags by their folded name and following synonyms."""

    def _to_tag_model_instances(self, tags, tag_kwargs):
        found = {}
        for tag in tags:
            if isinstance(tag, str):
                for name in parse_tags(tag):
                    row = self._row(name)
                    found[row.pk] = row
            else:
                row = tag.synonym_of or tag
                found[row.pk] = row
        return set(found.values())

    def _row(self, name):
        model = self.through.tag_model()
        row = model.objects.named(name) or model.objects.create(name=name)
        return row.synonym_of or row
