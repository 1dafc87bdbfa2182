"""The one wrapper round the rich text editor: form field and widget. Swap the editor here and nowhere else."""

from ckeditor.widgets import CKEditorWidget
from django import forms

from ccsis.html import clean_html


class EditorWidget(CKEditorWidget):
    """CKEditor 4. What it shows was cleaned before, and what it sends is cleaned after."""

    def format_value(self, value):
        return super().format_value(clean_html(value or ""))


class EditorField(forms.CharField):
    """Editorial HTML: cleaned when the form is, so that previews and errors show the clean text too."""

    widget = EditorWidget

    def __init__(self, *, max_length=None, widget=None, **kwargs):
        # The admin proposes its own textarea for text fields; an editor's text is written in the editor.
        super().__init__(max_length=max_length, widget=EditorWidget, **kwargs)

    def to_python(self, value):
        return clean_html(super().to_python(value))
