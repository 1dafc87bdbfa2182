"""Texts that try to act, and the eye that sees whether they still can. For every place that shows HTML.

what_could_act(html) -> [] where only our small HTML is left
"""

import re
from html.parser import HTMLParser

# Written down a second time on purpose: a tag that slips into the allow-list has to slip in here too.
TAGS = set(
    "p h2 h3 h4 strong em b i u s sub sup small mark a ul ol li blockquote q cite figure figcaption img table caption"
    " colgroup col thead tbody tfoot tr th td aside hr br pre code dl dt dd abbr time span bdi bdo del ins wbr".split()
)
ATTRIBUTES = set(
    "id lang dir class href hreflang rel title cite src alt width height start reversed type value span colspan rowspan"
    " headers scope abbr datetime".split()
)
ADDRESS = re.compile(r"(?:https?://[^/\\@]|mailto:|tel:|/(?![/\\])|#(?:fn|fnref|sec)-)", re.IGNORECASE)
ID = re.compile(r"(?:fn|fnref|sec)-[a-z0-9-]+")


class Reader(HTMLParser):
    """Collects every tag and attribute as a browser would read them, and the words between."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.words, self.odd = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attributes]

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        self.odd.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def what_could_act(html):
    """Everything in the HTML that our small HTML does not know."""
    reader = Reader(html)
    found = [tag for tag in reader.tags if tag not in TAGS] + reader.odd
    for tag, name, value in reader.attributes:
        fine = name in ATTRIBUTES
        if name in ("href", "cite"):
            fine = bool(ADDRESS.match(value)) and not re.search(r"[\x00-\x20\x7f]", value)
        elif name == "src":
            fine = tag == "img" and bool(re.fullmatch(r"/images/[0-9]+", value))
        elif name == "id":
            fine = bool(ID.fullmatch(value))
        elif name == "class":
            fine = value in ("note", "aside", "pull", "embed", "wide", "embed wide", "n")
        elif name == "rel":
            fine = value == "noopener noreferrer"
        if not fine:
            found.append(f"{tag} {name}={value}")
    found += ["img without src" for tag in re.findall("<img[^>]*>", html) if " src=" not in tag]
    return found + re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f]", html)


def links_running(*codes):
    return [f'<a href="{code}">x</a>' for code in codes]


SCRIPTS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<script/src=data:,alert(1)>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\t>",
    "<script>alert(1)",
    "</script><script>alert(1)</script>",
    "<script><!--</script><img src=x onerror=alert(1)>-->",
    "<script type='text/template'><img src=x onerror=alert(1)></script>",
    "<<script>alert(1);//<</script>",
    "<script\x00>alert(1)</script>",
    "<\x00script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><script href='data:,alert(1)'/></svg>",
    "<math><script>alert(1)</script></math>",
]
HANDLERS = [
    "<img src=x onerror=alert(1)>",
    "<img src=/images/1 onerror=alert(1)>",
    "<img src='/images/1'onerror=alert(1)>",
    "<img/src=/images/1/onerror=alert(1)>",
    "<img src=`/images/1` onerror=alert(1)>",
    "<img src=/images/1 ONERROR = alert(1)>",
    "<img src=/images/1 on\x00error=alert(1)>",
    "<img src=/images/1 alt='\"onerror=alert(1) x=\"'>",
    "<img src=/images/1 alt='`onerror=alert(1)`'>",
    '<img src="/images/1" alt="&quot; onerror=&quot;alert(1)">',
    '<img src="/images/1&quot; onerror=&quot;alert(1)">',
    "<p onclick=alert(1)>x</p>",
    "<p \nonclick\n=\n'alert(1)'>x</p>",
    '<p "onclick=alert(1)>x</p>',
    "<p '=' onclick=alert(1)>x</p>",
    "<p =onclick=alert(1)>x</p>",
    "<p/onmouseover=alert(1)//>x</p>",
    "<b onfocus=alert(1) tabindex=0 autofocus contenteditable>x</b>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<select onfocus=alert(1) autofocus><option>x</select>",
    "<x onclick=alert(1)>x</x>",
    "<a href=/x onclick=alert(1)>x</a>",
    "<table onclick=alert(1)><td onclick=alert(1)>x</table>",
    "<p style='animation-name:x' onanimationstart=alert(1)>x</p>",
]
SCHEMES = links_running(
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "&#1;javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java\rscript:alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script&colon;alert(1)",
    "java&#10;script:alert(1)",
    "java&#x0A;script:alert(1)",
    "java&#1;script:alert(1)",
    "java\x00script:alert(1)",
    "java&#0;script:alert(1)",
    "java\u200bscript:alert(1)",
    "java&shy;script:alert(1)",
    "&#106;avascript:alert(1)",
    "&#0000106avascript:alert(1)",
    "&#x6A&#x61&#x76ascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58alert(1)",
    "javascript\u003aalert(1)",
    "javascript://x.example/%0aalert(1)",
    "\u00a0javascript:alert(1)",
    "\ufeffjavascript:alert(1)",
    "feed:javascript:alert(1)",
    "view-source:javascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "blob:https://x.example/1",
    "filesystem:https://x.example/1",
    "file:///etc/passwd",
    "ftp://x.example/",
    "intent://x#Intent;scheme=http;end",
    "ws://x.example/",
    "//x.example/path",
    "/\\x.example",
    "\\\\x.example",
    "/\t/x.example",
    "/&#9;/x.example",
    "\t//x.example",
    "https:x.example",
    "https:///x.example",
    "https:\\\\x.example",
    "https://ccsis.example@x.example/",
    "https://ccsis.example%40x.example/",
    "https://[::1",
    "https://",
    "x.html",
    "?q=1",
    "#csrfmiddlewaretoken",
    "#",
    "",
    "h" * 5000,
    "https://x.example/" + "a" * 6000,
)
CITES = [
    '<blockquote cite="javascript:alert(1)">x</blockquote>',
    '<blockquote cite="data:text/html,x">x</blockquote>',
    '<q cite=" java&#9;script:alert(1)">x</q>',
    '<del cite="vbscript:x">x</del>',
    '<ins cite="javascript:x" datetime="javascript:x">x</ins>',
    '<img src="javascript:alert(1)">',
    '<img src="/images/1?x">',
    '<img src="/images/../admin/logout">',
    '<img src="/images/1/../../x">',
    '<img src="/images/01">',
    '<img src="/images/٣">',
    '<img src="//x.example/images/1">',
    '<img src="https://x.example/pixel.gif">',
    '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    '<img srcset="https://x.example/x 2x" src="/images/1" sizes="1px">',
    '<img src="/images/1" usemap="#x" ismap longdesc="javascript:x" lowsrc="javascript:x" dynsrc="javascript:x">',
    "<img>",
    "<image src=x onerror=alert(1)>",
    "<picture><source srcset=//x.example/x><img src=/images/1></picture>",
    "<table background='javascript:alert(1)'><tr background='//x.example'><td background=x>x</table>",
    "<a ping='https://x.example' href='/x' download target=_blank>x</a>",
    "<a href='/x' rel='opener'>x</a>",
    "<a href='https://x.example' rel='opener' target='_top'>x</a>",
]
EMBEDS = [
    '<iframe src="javascript:alert(1)"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<iframe/src='data:text/html,x'>",
    "<iframe></iframe>",
    "<object data='javascript:alert(1)'><param name=x value=y></object>",
    "<embed src='javascript:alert(1)'>",
    "<applet code=x></applet>",
    "<frameset><frame src='javascript:alert(1)'></frameset>",
    "<form action='javascript:alert(1)'><input name=x><button formaction='javascript:alert(1)'>x</button></form>",
    "<isindex action='javascript:alert(1)' type=image>",
    "<input autofocus onfocus=alert(1)>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<base href='//x.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href='//x.example/x.css'>",
    "<link rel=import href='data:text/html,x'>",
    "<portal src='https://x.example'></portal>",
    "<dialog open>x</dialog>",
    "<keygen autofocus onfocus=alert(1)>",
    "<bgsound src='javascript:alert(1)'>",
    "<layer src='//x.example'></layer>",
    "<xml id=x><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script></xml>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<!DOCTYPE html [<!ENTITY x '<script>alert(1)</script>'>]>&x;",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<svg><![CDATA[<img src=x onerror=alert(1)>]]></svg>",
]
MUTATIONS = [
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id='</style><img src=x onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>",
    "<math><mi><mglyph><svg><mtext><textarea><path id='</textarea><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<noembed><img title='</noembed><img src=x onerror=alert(1)>'></noembed>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<template><img src=x onerror=alert(1)></template>",
    "<template><template></template><img src=x onerror=alert(1)></template>",
    "<title><img title='</title><img src=x onerror=alert(1)>'>",
    "<style><img src='</style><img src=x onerror=alert(1)//'>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<p title='<!--'></p><img title='--><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--!><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<!-- -- ><img src=x onerror=alert(1)> -->",
    "<! foo='<!--'><img src=x onerror=alert(1)>",
    "</ foo><img src=x onerror=alert(1)>",
    "<abbr title='</abbr><img src=x onerror=alert(1)>'>x</abbr>",
    "<abbr title=\"<!--\">x</abbr><img src=x onerror='-->alert(1)'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "<\u0338script>alert(1)</script>",
    "<b>\u0338<img src=x onerror=alert(1)>",
    "\uffffimg src=x onerror=alert(1)>",
    "\uffff#60;img src=x onerror=alert(1)>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<table><td><svg><desc><td><img src=x onerror=alert(1)></table>",
    "<table><style><!--</style><img src=x onerror=alert(1)>",
    "<select><template><img src=x onerror=alert(1)></select>",
    "<a href='/x'><a href='javascript:alert(1)'>x</a>",
    "<b><p><b><table><a href=javascript:x></b></table>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x xmlns=x/>#x'/></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></foreignObject></svg>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><maction actiontype='statusline#http://x' xlink:href='javascript:alert(1)'>x</maction></math>",
]
QUIRKS = [
    "<style>@import '//x.example/x.css';</style>",
    "<style>p{background:url(javascript:alert(1))}",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='width:expression(alert(1))'>x</p>",
    "<p style='-moz-binding:url(//x.example)'>x</p>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<td style='text-align:right;behavior:url(x)'>x</td>",
    "<p id=csrfmiddlewaretoken>x</p>",
    "<a id=location href='/x'>x</a>",
    "<img name=cookie src=/images/1>",
    "<form id=document><input name=body></form>",
    "<p id='fn-1 onclick=x'>x</p>",
    "<p id='FN-A'>x</p>",
    "<p id='fn-'>x</p>",
    "<p id='sec-á'>x</p>",
    "<p class='admin errornote submit-row'>x</p>",
    "<aside class='aside admin'>x</aside>",
    "<p data-cke-saved-href='javascript:x' data-x=y aria-hidden=true slot=x is=x part=x>x</p>",
    "<p lang='\" onclick=alert(1)' dir='javascript:'>x</p>",
    "<p contenteditable draggable=true hidden inert popover nonce=x itemscope accesskey=x>x</p>",
    "<td colspan=99999999 rowspan=-1 headers='x y'>x</td>",
    "<ol start=99999999999 type=circle><li value=x>x</ol>",
    "<img src=/images/1 width=100% height=99999999 alt=x>",
    "<time datetime='<script>'>x</time>",
    "<a href=/x title='\x00<script>'>x</a>",
    "<p",
    "<p onclick=alert(1)",
    "<img src=x onerror=alert(1)//",
    "<a href=\"javascript:alert(1)",
    "<a href='/x",
    "<",
    "</",
    "<!",
    "<!-",
    "<!--",
    "<a b='",
    "<a =",
    "\x00",
    "\ud800<script>alert(1)</script>\udfff",
    "<p>\x85\x9b\u2028</p>",
    "<wbr onclick=alert(1)><bdo dir=x onclick=alert(1)>x</bdo>",
]  # fmt: skip
HOSTILE = SCRIPTS + HANDLERS + SCHEMES + CITES + EMBEDS + MUTATIONS + QUIRKS
