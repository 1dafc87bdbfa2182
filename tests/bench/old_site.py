"""A large old site, as an export of any size and a folder of pictures; the same at every call.

Nine posts in ten are public; they have about 600 words in one of the languages of the region, half of them from the
block editor, with authors, categories, tags and old slugs; every tenth has a picture of its own, one in four a shared
one at its head.
"""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from tests import wxr, wxr_texts

FIRST_NAMES, LAST_NAMES = "Nino Aram Leyla Zaur Shirin".split(), "Telaveli Sevanyan Guliyeva Kaya".split()
AUTHORS = {f"{first}.{last}".lower(): f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES}
CATEGORIES = [("analysis", "Analysis"), ("report", "Reports"), ("commentary", "Commentary"), ("roads", "Roads"),
              ("energy", "Energy &amp; gas"), ("special-series", "Special Series"), ("water", "Water")]  # fmt: skip
TAGS = [(f"tag-{n}", f"{wxr_texts.WORDS['en'][n % 16].capitalize()} {n}") for n in range(300)]
SHARED_PICTURES = 20
OWN_PICTURE_EVERY = 10
FIRST_DAY = datetime(2008, 1, 1, 9, tzinfo=UTC)
FIRST_PICTURE = 1_000_000  # the number of its attachment; posts count from one


class OldSite:
    """`bytes_a_post`: fill every item up to this size with the comments that old exports are full of."""

    def __init__(self, posts, bytes_a_post=0):
        self.posts = posts
        self.bytes_a_post = bytes_a_post
        self.rng = random.Random(7)  # noqa: S311 - no secret
        self.paragraphs = {script: [self._paragraph(script) for _p in range(100)] for script in wxr_texts.WORDS}
        self.comment = self._paragraph("en") * 2

    def write(self, folder):
        """Write export and pictures below a folder. Gives (the export, the folder of the pictures)."""
        export, uploads = Path(folder) / "export.xml", Path(folder) / "uploads"
        (uploads / "2020" / "01").mkdir(parents=True)
        for name in range(SHARED_PICTURES + self.posts // OWN_PICTURE_EVERY):
            colour = (name % 256, name // 256 % 256, 99)  # each another file
            Image.new("RGB", (240, 160), colour).save(uploads / "2020" / "01" / f"{name}.jpg")
        with export.open("wb") as file:
            wxr.write(file, self.items(), site=wxr.Site(authors=AUTHORS))
        return export, uploads

    def items(self):
        for name in range(SHARED_PICTURES + self.posts // OWN_PICTURE_EVERY):
            yield wxr.attachment(FIRST_PICTURE + name, f"2020/01/{name}.jpg", alt="A road", caption="A road in winter")
        for number in range(1, self.posts + 1):
            yield self._post(number)

    def _post(self, number):
        script = self.rng.choice(["en", "en", "en", "ru", "ka", "hy", "fa", "az"])
        blocks = number % 2 == 0
        slug = f"piece-{number}"
        item = wxr.Item(
            number,
            title=" ".join(self.rng.choices(wxr_texts.WORDS[script], k=5)).capitalize() + f" {number}",
            content=self._content(number, script, blocks),
            excerpt=self.rng.choice(self.paragraphs[script])[:160],
            slug=slug,
            status="publish" if number % 10 else "draft",
            date=FIRST_DAY + timedelta(hours=15 * number),
            path=f"/2020/01/{slug}/",
            creators=self.rng.sample(sorted(AUTHORS), k=self.rng.choice([1, 1, 1, 2])),
            terms=[("category", *self.rng.choice(CATEGORIES))]
            + [("post_tag", *tag) for tag in self.rng.sample(TAGS, k=self.rng.randint(2, 5))],
            meta=[("_edit_last", "1"), ("_wp_old_slug", f"old-piece-{number}")],
        )
        if number % 4 == 0:
            item.meta.append(("_thumbnail_id", str(FIRST_PICTURE + number % SHARED_PICTURES)))
        missing = self.bytes_a_post - len(item.content.encode())
        item.comments = [self.comment] * max(0, missing // len(self.comment))
        return item

    def _content(self, number, script, blocks):
        parts = [self.rng.choice(self.paragraphs[script]) for _p in range(7)]
        parts.insert(2, f"<h2>{' '.join(parts[0].split()[:4])}</h2>")
        parts.insert(5, f"<ul><li>{'</li><li>'.join(parts[1].split()[:9])}</li></ul>")
        if number % 3 == 0:
            parts.insert(6, f"<blockquote><p>{' '.join(parts[3].split()[:20])}</p></blockquote>")
        if number % OWN_PICTURE_EVERY == 0:
            picture = FIRST_PICTURE + SHARED_PICTURES + number // OWN_PICTURE_EVERY - 1
            parts.insert(4, f'<figure><img class="wp-image-{picture}" alt=""/><figcaption>A road</figcaption></figure>')
        if not blocks:
            return "\n\n".join(parts)
        names = {"<h2>": "heading", "<ul>": "list", "<blo": "quote", "<fig": "image"}
        wrapped = ((names.get(part[:4]), part) for part in parts)
        return "\n\n".join(
            f"<!-- wp:{name} -->\n{part}\n<!-- /wp:{name} -->" if name
            else f"<!-- wp:paragraph -->\n<p>{part}</p>\n<!-- /wp:paragraph -->"
            for name, part in wrapped
        )  # fmt: skip

    def _paragraph(self, script):
        """About 80 words in sentences, with a link, some emphasis and what WordPress writes as entities."""
        words = self.rng.choices(wxr_texts.WORDS[script], k=80)
        for place in range(0, 80, 16):
            words[place] = words[place].capitalize()
            words[place + 15] += "."
        words[20] = f"<em>{words[20]}</em>"
        words[33] = f"{words[33]} &#8211;"
        words[50] = f'<a href="https://old.example/2020/01/piece-{self.rng.randint(1, 900)}/">{words[50]}</a>'
        words[61] = f"{words[61]}&nbsp;5"
        return " ".join(words)
