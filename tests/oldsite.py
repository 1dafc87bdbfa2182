"""Small WordPress exports for tests, item by item, as text that a test may change before it is read."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

ADDRESS = "https://old.example"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Old Site</title><link>{address}</link><language>en</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{address}</wp:base_site_url><wp:base_blog_url>{address}</wp:base_blog_url>
"""


def export(folder, *parts, address=ADDRESS, name="export.xml"):
    """Write the parts as one export. Gives its path."""
    path = Path(folder) / name
    path.write_text(HEAD.format(address=address) + "\n".join(parts) + "</channel></rss>\n", "utf-8")
    return path


def author(login, name, number=1):
    return (
        f"<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{login}</wp:author_login>"
        f"<wp:author_display_name><![CDATA[{name}]]></wp:author_display_name></wp:author>"
    )


def category(slug, name, *, number=1, parent="", description=""):
    """As the head of an export lists it."""
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent><wp:cat_name><![CDATA[{name}]]></wp:cat_name>"
        f"<wp:category_description><![CDATA[{description}]]></wp:category_description></wp:category>"
    )


def term(domain, slug, name):
    """As it stands on an item."""
    return f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>'


def meta(key, value):
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def item(number, title="", *more, kind="post", content="Some words.", status="publish", slug="", link=None, **fields):
    """A post; `more` are terms and meta, `fields` other elements, as in post_parent=4 or is_sticky=1."""
    slug = slug or f"piece-{number}"
    told = {"post_date": "2021-03-02 14:00:00", "post_date_gmt": "2021-03-02 10:00:00", "post_parent": 0, **fields}
    lines = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in told.items() if name != "creator")
    return (
        f"<item><title><![CDATA[{title or f'Piece {number}'}]]></title>"
        f"<link>{f'{ADDRESS}/{slug}/' if link is None else link}</link>"
        f"<dc:creator><![CDATA[{fields.get('creator', '')}]]></dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_name>{slug}</wp:post_name><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
        f"{lines}{''.join(more)}</item>"
    )


def picture(number, path, *, parent=0, address=ADDRESS):
    """An attachment whose file lies there below the uploads folder."""
    url = f"<wp:attachment_url>{address}/wp-content/uploads/{path}</wp:attachment_url>"
    file = meta("_wp_attached_file", path)
    return item(number, path, url, file, kind="attachment", status="inherit", post_parent=parent, content="")


def imported(*files, **options):
    """Run the command. Gives what it prints."""
    out = StringIO()
    call_command("import_wordpress", *map(str, files), stdout=out, **options)
    return out.getvalue()
