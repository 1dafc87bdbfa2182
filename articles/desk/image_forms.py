"""The forms of the library of pictures: a new picture, its words, another file for it."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from articles import library, pictures
from articles.models import Image

TWO_LINES = forms.Textarea(attrs={"rows": 2, "dir": "auto"})


class ImageForm(forms.ModelForm):
    class Meta:
        widgets = {
            "alt": TWO_LINES,
            "caption": TWO_LINES,
            "source": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 100}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 100}),
        }


class PictureField(forms.FileField):
    """A picture: read, checked and written anew before anything is kept. Its value is a Picture."""

    widget = forms.FileInput(attrs={"accept": pictures.ACCEPT})

    def __init__(self, **kwargs):
        words = L(
            "JPEG, PNG, WebP, GIF or AVIF, at most 10 MB. We write it anew: the place and the camera that stand in "
            "the file go, and it is at most 2560 pixels long."
        )
        super().__init__(**{"label": L("file"), "help_text": words, **kwargs})

    def clean(self, data, initial=None):
        return pictures.read(super().clean(data, initial))


class UploadForm(ImageForm):
    """A new picture."""

    file = PictureField()

    def clean_file(self):
        self.picture = self.cleaned_data["file"]
        _refuse_twin(self, self.picture)
        return self.picture.file

    def fill(self, image, user):
        """What no field of the form says."""
        image.width, image.height = self.picture.width, self.picture.height
        image.sha256, image.original_name = self.picture.sha256, self.picture.original_name
        image.uploaded_by = user


class DialogForm(UploadForm):
    """A new picture from within a text: nobody comes back later to describe it."""

    class Meta(UploadForm.Meta):
        model = Image
        fields = ["file", "alt", "credit", "licence", "caption"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["alt"].required = True


class OtherFileForm(forms.Form):
    """Another file for a picture that is there."""

    file = PictureField()

    def __init__(self, *args, image, **kwargs):
        super().__init__(*args, **kwargs)
        self.image = image

    def clean_file(self):
        _refuse_twin(self, self.cleaned_data["file"], self.image)
        return self.cleaned_data["file"]


def _refuse_twin(form, picture, itself=None):
    """Each file is in the library once; the one that is there is remembered as `twin`."""
    form.twin = library.same_as(picture)
    if form.twin is None:
        return
    if form.twin == itself:
        raise ValidationError(_("This is the file that is here already."))
    address = reverse("admin:articles_image_change", args=[form.twin.pk])
    raise ValidationError(
        format_html(_('This picture is in the library already: <a href="{}">{}</a>.'), address, form.twin)
    )
