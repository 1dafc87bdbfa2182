"""Texts of posts as WordPress keeps them, in both its editors, with the words that a reader should see, in order.

    text = Text(rng)
    text.blocks(5); text.classic(5)
    text.content, text.words

`rng` is a random.Random, or hypothesis's stand-in for one. Nothing of the importer is used here: what a maker of
markup puts in as visible words it writes down itself.
"""

import re
from html import escape
from html.parser import HTMLParser
from unicodedata import normalize

WORDS = {
    "en": "road water lorry winter border pass river market gas bread salt queue snow customs drivers it's re-open",
    "de": "Straße Brücke über Grenzübergang Zölle café naïve œuvre",
    "ru": "дорога зима ёлка граница перевал объезд груз река рынок Кавказ",
    "ka": "გზა ზამთარი მდინარე საზღვარი ხიდი ბაზარი პური მთა",
    "hy": "ճանապարհ ձմեռ սահման գետ կամուրջ շուկա հաց եւ՛",
    "fa": "راه زمستان مرز رودخانه می\u200cرود کتاب\u200cها نان بازار ۱۲۳",
    "az": "yol qış sərhəd çay körpü bazar ığır İran əlaqə",
}
WORDS = {script: words.split() for script, words in WORDS.items()}
SIGNS = "— – & 5% № «da» “so” 1. (sic) [sic] 3<5 a/b @home #1 😀 &lt; e\u0301t &copy=2 a&b A\u00adB don’t –10".split()
ENTITIES = {
    "&": "&amp;",
    "é": "&eacute;",
    "ß": "&szlig;",
    "’": "&#8217;",
    "—": "&mdash;",
    "–": "&#8211;",
    "«": "&laquo;",
}
BLANKS = [" ", " ", " ", " ", "\n", "  ", "&nbsp;", " &nbsp;", "\t", "\xa0", "<br>", "<br />\n", "<!-- aside -->\n",
          "\u2009", "\u2028", "&#160;", "&emsp;", "&#10;"]  # fmt: skip
WRAPS = [
    ("<em>", "</em>"), ("<strong>", "</strong>"), ("<b>", "</b>"), ("<i>", "</i>"), ("<u>", "</u>"),
    ('<span style="color:#f00">', "</span>"), ("<font size='2'>", "</font>"), ("<mark>", "</mark>"),
    ('<a href="https://else.example/a?b=1&amp;c=2" target="_blank">', "</a>"), ('<a href="/gone/">', "</a>"),
    ("<del>", "</del>"), ("<code>", "</code>"), ('<abbr title="not shown">', "</abbr>"), ("<a name='x'>", "</a>"),
    ("<EM CLASS=x>", "</EM>"), ("<o:p>", "</o:p>"), ("<small>", "</small>"), ('<a href="javascript:x()">', "</a>"),
]  # fmt: skip
UNSEEN = ["<script>not shown</script>", "<style>.a{b:c}</style>", "<!-- not shown -->", "<p>&nbsp;</p>", "<p></p>",
          "<em> </em>", "<br>", '<a id="here"></a>', "\ufeff", "<strong></strong>"]  # fmt: skip
SHORTCODES = [  # and what readers see of them
    ('[chart id="7"]', '[chart id="7"]'), ("[[gallery]]", "[gallery]"), ("[1]", "[1]"),
    ("[embed]https://youtu.be/abc[/embed]", "youtu.be/abc"), ("[tabs]in between[/tabs]", "in between"),
    ("[stage]in between[/stage]", "[stage]in between[/stage]"),
]  # fmt: skip
PLAYERS = {
    '<iframe width="5" src="https://www.youtube.com/embed/xyz" allowfullscreen></iframe>': "youtube.com/embed/xyz",
    '<video controls src="https://else.example/film.mp4">no video</video>': "else.example/film.mp4",
}


class Text:
    """A text under way: `content` so far, and the `words` in it. `pictures` are ids of attachments of the site."""

    def __init__(self, rng, scripts=tuple(WORDS), pictures=()):
        self.rng = rng
        self.vocabulary = [word for script in scripts for word in WORDS[script]]
        self.pictures = list(pictures)
        self.parts = []
        self.words = []

    @property
    def content(self):
        return "".join(self.parts)

    def chance(self, one_in):
        return self.rng.randrange(one_in) == 0

    # Words

    def run(self, most=6, *, plain=False):
        """Markup of one to `most` words; the words are written down."""
        count = self.rng.randint(1, most)
        out = [self._word(plain)]
        for _more in range(count - 1):
            out += [" " if plain else self.rng.choice(BLANKS), self._word(plain)]
        return "".join(out)

    def _word(self, plain):
        if plain:
            word = self.rng.choice(self.vocabulary)
            self.words.append(word)
            return word
        word = self.rng.choice(SIGNS if self.chance(8) else self.vocabulary)
        self.words.append(normalize("NFC", word))
        start, end = self.rng.choice(WRAPS) if self.chance(6) else ("", "")
        cut = self.rng.randrange(len(word)) if start and word.isalpha() and self.chance(2) else 0
        return self._written(word[:cut]) + start + self._written(word[cut:]) + end

    def _written(self, word):
        """The word with its signs as entities, or as they are where HTML allows it."""
        return "".join(ENTITIES.get(c, escape(c, quote=False)) if c in "&<>" or self.chance(2) else c for c in word)

    def _known(self, *words):
        self.words += words

    # Blocks of the block editor

    def blocks(self, count):
        for _block in range(count):
            self.parts.append(f"{self._any_block(depth=0)}\n\n")
        return self

    def _any_block(self, depth):
        makers = [self._paragraph_block] * 4 + [
            self._heading_block, self._list_block, self._quote_block, self._table_block, self._code_block,
            self._image_block, self._gallery_block, self._empty_block, self._embed_block, self._html_block,
            self._file_block, self._details_block, self._freeform_block, self._pullquote_block, self._odd_block,
        ]  # fmt: skip
        if depth < 2:
            makers += [self._columns_block, self._group_block]
        maker = self.rng.choice(makers)
        return maker(depth) if maker in (self._columns_block, self._group_block) else maker()

    def _block(self, name, inside, settings=""):
        return f"<!-- wp:{name}{settings and ' ' + settings} -->\n{inside}\n<!-- /wp:{name} -->"

    def _paragraph_block(self):
        settings = self.rng.choice(["", '{"align":"center"}', '{"dropCap":true}'])
        noise = self.rng.choice(UNSEEN) if self.chance(6) else ""
        return self._block("paragraph", f'<p class="has-x">{self.run(12)}</p>{noise}', settings)

    def _heading_block(self):
        level = self.rng.randint(1, 6)
        return self._block("heading", f"<h{level}>{self.run(4)}</h{level}>", f'{{"level":{level}}}')

    def _list_block(self, depth=0):
        name = self.rng.choice(["ul", "ol"])
        items = []
        for _item in range(self.rng.randint(1, 3)):
            words = self.run(4)
            inner = self._list_block(depth + 1) if depth < 2 and self.chance(3) else ""
            items.append(self._block("list-item", f"<li>{words}{inner}</li>"))
        return self._block("list", f"<{name}>{''.join(items)}</{name}>")

    def _quote_block(self):
        paragraphs = "".join(self._block("paragraph", f"<p>{self.run()}</p>") for _p in range(self.rng.randint(1, 2)))
        cite = f"<cite>{self.run(3)}</cite>" if self.chance(2) else ""
        return self._block("quote", f'<blockquote class="wp-block-quote">{paragraphs}{cite}</blockquote>')

    def _pullquote_block(self):
        inside = f"<blockquote><p>{self.run()}</p><cite>{self.run(2)}</cite></blockquote>"
        return self._block("pullquote", f'<figure class="wp-block-pullquote">{inside}</figure>')

    def _rows(self, count, cell="td"):
        columns = self.rng.randint(1, 3)
        rows = ("".join(f"<{cell}>{self._cell()}</{cell}>" for _c in range(columns)) for _r in range(count))
        return "".join(f"<tr>{row}</tr>" for row in rows)

    def _cell(self):
        return "" if self.chance(4) else self.run(3)

    def _table_block(self):
        head = f"<thead>{self._rows(1, 'th')}</thead>" if self.chance(2) else ""
        body = f"<tbody>{self._rows(self.rng.randint(1, 3))}</tbody>"
        caption = f"<figcaption>{self.run(4)}</figcaption>" if self.chance(2) else ""
        return self._block("table", f'<figure class="wp-block-table"><table>{head}{body}</table>{caption}</figure>')

    def _code_block(self):
        name = self.rng.choice(["code", "preformatted", "verse"])
        lines = "\n   ".join(self.run(3, plain=True) for _line in range(3))
        return self._block(name, f"<pre><code>{lines}</code></pre>" if name == "code" else f"<pre>{lines}</pre>")

    def _image(self):
        """A picture of the site, one that it lost, or one from elsewhere, which leaves its words."""
        kind = self.rng.randrange(3)
        if kind == 0 and self.pictures:
            return f'<img class="wp-image-{self.rng.choice(self.pictures)}" src="/x.jpg" alt="not shown"/>'
        if kind == 1:
            self._known("A", "map")
            return '<img src="https://else.example/map.png" alt="A map">'
        return '<img src="https://old.example/wp-content/uploads/2020/01/lost.jpg" alt="not shown" width="9" />'

    def _image_block(self):
        picture = self._image()
        caption = f'<figcaption class="x">{self.run(5)}</figcaption>' if self.chance(2) else ""
        return self._block("image", f'<figure class="wp-block-image">{picture}{caption}</figure>', '{"id":9}')

    def _gallery_block(self):
        figures = [self._block("image", f"<figure>{self._image()}</figure>") for _f in range(self.rng.randint(1, 3))]
        if self.chance(2):  # as it was written until 2021
            items = "".join(f'<li class="blocks-gallery-item">{figure}</li>' for figure in figures)
            return self._block("gallery", f'<ul class="wp-block-gallery">{items}</ul>')
        return self._block("gallery", f'<figure class="wp-block-gallery">{"".join(figures)}</figure>')

    def _empty_block(self):
        return self.rng.choice([
            "<!-- wp:latest-posts /-->", '<!-- wp:acf/chart {"name":"a","data":{"x":[1,2]}} /-->',
            "<!-- wp:separator --><hr/><!-- /wp:separator -->", "<!-- wp:more --><!--more--><!-- /wp:more -->",
            "<!-- wp:nextpage --><!--nextpage--><!-- /wp:nextpage -->", "<!--more Read on-->",
            "<!-- wp:paragraph --><p></p><!-- /wp:paragraph -->",
            '<!-- wp:spacer --><div style="height:9px" aria-hidden="true"></div><!-- /wp:spacer -->',
        ])  # fmt: skip

    def _embed_block(self):
        self._known("youtu.be/abc")
        inside = '<div class="wp-block-embed__wrapper">\nhttps://youtu.be/abc\n</div>'
        return self._block(
            "embed", f'<figure class="wp-block-embed">{inside}</figure>', '{"url":"https://youtu.be/abc"}'
        )

    def _html_block(self):
        before, player = f"<div>{self.run()}</div>", self.rng.choice(list(PLAYERS))
        self._known(PLAYERS[player])
        return self._block("html", f"{before}{player}<div><div>{self.run()}</div></div>{self.rng.choice(UNSEEN)}")

    def _file_block(self):
        name = self.run(3, plain=True)
        href = "https://old.example/wp-content/uploads/2020/01/report.pdf"
        link = f'<a href="{href}">{name}</a><a href="{href}" class="wp-block-file__button" download>Download</a>'
        return self._block("file", f'<div class="wp-block-file">{link}</div>').replace("</a><a", "</a> <a")

    def _details_block(self):
        summary = f"<summary>{self.run(3)}</summary>"
        return self._block("details", f"<details>{summary}{self._block('paragraph', f'<p>{self.run()}</p>')}</details>")

    def _columns_block(self, depth):
        columns = [
            self._block("column", f"<div>{self._any_block(depth + 1)}</div>") for _c in range(self.rng.randint(1, 2))
        ]
        return self._block("columns", f'<div class="wp-block-columns">{"".join(columns)}</div>')

    def _group_block(self, depth):
        return self._block("group", f"<section>{self._any_block(depth + 1)}{self._any_block(depth + 1)}</section>")

    def _freeform_block(self):
        return self._block(self.rng.choice(["freeform", "core/freeform"]), f"{self.run()}\n\n{self.run()}")

    # The classic editor

    def classic(self, count):
        for _part in range(count):
            makers = [self._classic_paragraph] * 4 + [
                self._classic_heading, self._classic_list, self._classic_quote, self._classic_table, self._caption,
                self._gallery, self._shortcode, self._player, self._boxes, self._pre, self._more, self._line_of_address,
                self._odd,
            ]  # fmt: skip
            self.parts.append(self.rng.choice(makers)() + self.rng.choice(["\n\n", "\r\n\r\n", "\n \t\n", "\n\n\n\n"]))
        return self

    def _classic_paragraph(self):
        start, end = self.rng.choice(
            [("", ""), ("", ""), ("", ""), ("<p>", "</p>"), ("<p>", ""), ("<P align=left>", "</P>")]
        )
        noise = self.rng.choice(UNSEEN) if self.chance(6) else ""
        return f"{start}{self.run(12)}{end}{noise}"

    def _classic_heading(self):
        level = self.rng.randint(1, 6)
        return f"<h{level}><strong>{self.run(4)}</strong></h{level}>"

    def _classic_list(self, depth=0):
        name = self.rng.choice(["ul", "ol"])
        out = [f"<{name}>\n"]
        for _item in range(self.rng.randint(1, 3)):
            inner = f"\n{self.run(3)}"
            inner += "\n" + self._classic_list(depth + 1) if depth < 2 and self.chance(3) else ""
            out.append(f"\t<li>{inner}{self.rng.choice(['</li>', '</li>', ''])}\n")
        return "".join(out) + f"</{name}>"

    def _classic_quote(self):
        return f"<blockquote>{self.run()}\n\n{self.run()}</blockquote>"

    def _classic_table(self):
        caption = f"<caption>{self.run(3)}</caption>" if self.chance(3) else ""
        return f'<table border="1">\n{caption}<tbody>\n{self._rows(self.rng.randint(1, 3))}\n</tbody>\n</table>'

    def _caption(self):
        picture = self._image()
        linked = f'<a href="https://old.example/wp-content/uploads/2020/01/lost.jpg">{picture}</a>'
        start = '[caption id="attachment_9" align="alignleft" width="300"]'
        return f"{start}{linked if 'else.example' not in picture else picture} {self.run(5)}[/caption]"

    def _gallery(self):
        return self.rng.choice(["[gallery]", '[gallery ids="901,902" columns="2"]', '[gallery include="901"]'])

    def _shortcode(self):
        given, shown = self.rng.choice(SHORTCODES)
        self._known(*shown.split())
        return given

    def _player(self):
        player = self.rng.choice(list(PLAYERS))
        self._known(PLAYERS[player])
        return player

    def _boxes(self):
        return f"<div class='row'><div>{self.run()}</div>\n{self.run()}<center>{self.run()}</center></div>"

    def _pre(self):
        return f"<pre>{self.run(3, plain=True)}\n\n    {self.run(3, plain=True)}</pre>"

    def _more(self):
        before = self.run(4)
        return before + self.rng.choice(["<!--more-->", "\n<!--more Go on-->\n", "\n<!--nextpage-->\n"]) + self.run(4)

    def _line_of_address(self):
        address, shown = self.rng.choice([
            ("https://youtu.be/abc", "youtu.be/abc"), ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        ])  # fmt: skip
        self._known(shown)
        return address

    # Both

    def _odd(self):
        """What nobody would type and exports are full of."""
        run, short, plain = self.run, lambda: self.run(2), lambda: self.run(2, plain=True)

        def caption():
            return f"<figcaption>{short()}</figcaption>"

        def cited():
            return f"{short()} <cite>{short()}</cite>"

        return self.rng.choice([
            lambda: f"<em><p>{run()}</p>{run()}</em>",
            lambda: f"<strong><h3>{short()}</h3><ul><li>{run()}</li></ul></strong>",
            lambda: f"</div></p>{run()}</li></table> {run()}",
            lambda: f"<em>{run()} <strong>{short()} </em>{short()}</strong> {short()}",
            lambda: f"<ul>{short()}<li>{short()}<p>{run()}</p><p></p></li>{short()}<ul><li>{short()}</li></ul></ul>",
            lambda: f"<li>{short()}</li><dd>{short()}</dd><td>{short()}</td>",
            lambda: f"<dl><dt>{short()}</dt><dd>{run()}\n\n{run()}</dd></dl>",
            lambda: f"<table><tr><td>{short()}<table><tr><td>{short()}</td></tr></table>{short()}</td></tr></table>",
            lambda: f"<table>{short()}<tr><td>{short()}</td></tr></table>",
            lambda: f"<figure>{self._image()}{caption()}{caption()}</figure>",
            lambda: f"<figure><p>{run()}</p><blockquote>{run()}</blockquote>{caption()}</figure>",
            lambda: f"{short()} {self._image()} {short()}",
            lambda: f"<p>{short()} {self._player()} {self._player()} {short()}</p>",
            lambda: f"<ul><li>{short()} {self._player()}</li></ul><blockquote>{self._player()}</blockquote>",
            lambda: f"<table><tr><td>{self._player()} {short()}</td></tr></table>",
            lambda: f"<h2>{short()} {self._image()}</h2><ul><li>{self._image()} {short()}</li></ul>",
            lambda: f"<blockquote><ul><li>{short()}</li></ul><h2>{short()}</h2>{cited()}</blockquote>",
            lambda: f"<a href='https://else.example/'><h2>{plain()}</h2><p>{plain()}</p></a>",
            lambda: f"<div>{short()}<div>{short()}<p>{short()}<div>{short()}</div></div>{short()}",
            lambda: f"<!-- /wp:paragraph -->{run()}\n<!-- wp:x -->\n{run()}\n<!-- /wp:x --><!-- /wp:x -->",
            lambda: f"<p>{run()}<p>{run()}<h4>{short()}<p>{run()}</h4>",
            lambda: f'{short()} <sup><a href="#_ftn1" name="_ftnref1">{self.run(1, plain=True)}</a></sup> {short()}',
            lambda: f"<button>{short()}</button><form><label>{short()}</label><input value='not shown'></form>",
            lambda: f"<ruby>{plain()}</ruby> <q>{short()}</q> <acronym>{short()}</acronym>",
            lambda: f"<pre>{short()}\n<strong>{short()}</strong></pre><address>{short()}</address>",
        ])()  # fmt: skip

    def _odd_block(self):
        return self._block(self.rng.choice(["html", "paragraph", "group", "x/y"]), self._odd())

    def mixed(self, count):
        """Blocks and classic text by turns, as a site has that changed its editor."""
        for _part in range(count):
            self.rng.choice([self.blocks, self.classic])(1)
        return self

    def notice(self):
        """The closing words of a site that wants credit."""
        words = "Exclusive Report of The Alazani Review. Any republishing needs credit."
        self._known(*words.split())
        self.parts.append(f"<p><em>{words}</em></p>")
        return self


INLINE = set("a abbr b bdi bdo cite code del em i ins mark q s small span strong sub sup time u wbr".split())
ADDED = re.compile(r'(?: · )?<(?:span class="(?:credit|embed-remark)"|a class="anchor")[^>]*>.*?</(?:span|a)>')


def shown(html):
    """The words of a finished page in their order, as a browser shows them: read without any code of ours.

    The credits of pictures, the links of headings and what is said of players, which no author wrote, are left out.
    """
    words = []
    reader = HTMLParser(convert_charrefs=True)
    reader.handle_data = words.append
    reader.handle_starttag = lambda tag, attributes: words.append("" if tag in INLINE else " ")
    reader.handle_endtag = lambda tag: words.append("" if tag in INLINE else " ")
    reader.feed(ADDED.sub("", html))
    reader.close()
    return "".join(words).split()
