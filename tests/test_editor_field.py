"""What the editor's form field makes of what the editor sends."""

import pytest

from ccsis.editor import EditorField


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (
            "<p>The pass is&nbsp;<strong>closed</strong>&nbsp;now.</p>",
            "<p>The pass is <strong>closed</strong> now.</p>",
        ),
        ("<p>See&nbsp; more.</p>", "<p>See more.</p>"),
        ("<p>One.</p>\n\n<p>&nbsp;</p>\n\n<p>Two.</p>", "<p>One.</p>\n\n<p>Two.</p>"),
        ("<p>&nbsp;</p>", ""),
        (
            '<figure><img src="/images/1"><figcaption>&nbsp;</figcaption></figure>',
            '<figure><img src="/images/1"></figure>',
        ),
        ("<p>40&nbsp;km and 5&nbsp;°C</p>", "<p>40&nbsp;km and 5&nbsp;°C</p>"),
        ('<p onclick="x()">A<script>x()</script></p>', "<p>A</p>"),
    ],
)
def test_the_field_gives_clean_text_without_crumbs(sent, kept):
    field = EditorField(required=False)

    assert field.clean(sent) == kept
    assert field.clean(kept) == kept


@pytest.mark.parametrize(
    ("stored", "sent", "is_change"),
    [
        ("<p>a</p><p>b</p>", "<p>a</p>\n\n<p>b</p>\n", False),
        ("<ul><li>a</li></ul>", "<ul>\n\t<li>a</li>\n</ul>\n", False),
        ("<p>a <b>b</b></p>", "<p>a<b>b</b></p>", True),
        ("<p>a</p>", "<p>a.</p>", True),
        ("<pre>a\n  b</pre>", "<pre>a\nb</pre>", True),
        ("", "<p>&nbsp;</p>\n", False),
        (None, "", False),
    ],
)
def test_line_breaks_of_the_editor_are_no_change(stored, sent, is_change):
    assert EditorField(required=False).has_changed(stored, sent) == is_change
