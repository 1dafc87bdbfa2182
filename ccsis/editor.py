"""The one wrapper round the rich text editor: form field, widget, and the admin pages that show it. Swap the editor
here and nowhere else."""

import re

from ckeditor.widgets import CKEditorWidget
from csp.decorators import csp_update
from django import forms

from ccsis.html import clean_html

SOURCE_PERMISSION = "articles.edit_source"
# Measured in Chromium: CKEditor 4 with divarea needs these two and nothing more, no inline script and no data: images.
POLICY = {"style-src": ["'unsafe-inline'"], "script-src-attr": ["'unsafe-inline'"]}
BETWEEN_BLOCKS = re.compile(r"\s*(</?(?:p|h[2-4]|[uod]l|li|d[td]|blockquote|aside|figure|figcaption|table|caption"
                            r"|colgroup|col|thead|tbody|tfoot|tr|t[hd]|hr|br)\b[^>]*>)\s*")  # fmt: skip

# What typing in the editor leaves behind: empty paragraphs and captions, and hard spaces where bold or a link begins
# or ends.
HARD = r"(?:&nbsp;|\u00a0)"
INLINE = r"(?:a|b|cite|em|i|mark|s|small|span|strong|sub|sup|u)\b[^>]*>"
EMPTY = re.compile(rf"<(p|figcaption)>(?:{HARD}|\s|<br>)*</\1>\s*")
HARD_SPACE = re.compile(rf"(?:(?<=\S){HARD}(?=</?{INLINE})|(?<=\w>){HARD}(?=\w)|{HARD}(?= \S)|(?<=\S ){HARD})")


class EditorWidget(CKEditorWidget):
    """CKEditor 4. What it shows was cleaned before, and what it sends is cleaned after."""

    def __init__(self, config_name="default", attrs=None):
        super().__init__(config_name=config_name, template_name="ccsis/editor.html", attrs=attrs)

    @property
    def media(self):
        ours = forms.Media(
            css={"all": ["css/editor.css"]}, js=["ckeditor/ckeditor/ckeditor.js", "js/editor.js", "js/editor-notes.js"]
        )  # in this order
        return super().media + ours

    def format_value(self, value):
        return super().format_value(clean_html(value or ""))


class EditorField(forms.CharField):
    """Editorial HTML: cleaned when the form is, so that previews and errors show the clean text too."""

    widget = EditorWidget

    def __init__(self, *, max_length=None, widget=None, **kwargs):
        # The admin proposes its own textarea for text fields; an editor's text is written in the editor.
        super().__init__(max_length=max_length, widget=EditorWidget, **kwargs)

    def to_python(self, value):
        return tidy(super().to_python(value))

    def has_changed(self, initial, data):
        """The editor breaks lines in its own way; that alone is no change."""
        return not self.disabled and shape(initial or "") != shape(data or "")


def tidy(html):
    """Clean HTML without the crumbs of typing."""
    html = EMPTY.sub("", clean_html(html))
    html = HARD_SPACE.sub(" ", html)
    return re.sub(r"(?<=\S)  (?=\S)", " ", html) if "<pre" not in html else html


def shape(html):
    """Clean HTML in one line, to see whether two texts are the same however they break lines."""
    html = tidy(html)
    return html if "<pre" in html else BETWEEN_BLOCKS.sub(r"\1", " ".join(html.split()))


@csp_update(POLICY)
def _relaxed(response):
    return response


class ShowsEditor:
    """For a ModelAdmin with editorial HTML. Its form may do what the editor needs; every other page stays strict."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, EditorField) and request.user.has_perm(SOURCE_PERMISSION):
            field.widget = EditorWidget(config_name="source")
        return field

    def render_change_form(self, request, context, **kwargs):
        response = super().render_change_form(request, context, **kwargs)
        fields = context["adminform"].form.fields.values()
        return _relaxed(response) if any(isinstance(field, EditorField) for field in fields) else response
