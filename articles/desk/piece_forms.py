"""The form of a piece: its fields in the order of writing, and what hangs on it."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import locking, publishing
from articles.desk.typed import BESIDE, Unjudged, UnjudgedSet
from articles.desk.working import new_key
from articles.models import Article, Byline, Notice, Person, Publication, RelatedPick, SourceKind, Tag

QUESTIONS = ["whats_new", "why_it_matters", "what_to_do"]
HOW_WE_KNOW = ["known", "assessed", "confidence", "not_known", "source_kinds", "source_remark", "fieldwork", "as_of"]
FIELDSETS = [
    (
        gettext_lazy("What it is"),
        {"fields": [("kind", "language"), "title", "subtitle", "standfirst", "key_points", *QUESTIONS]},
    ),
    (gettext_lazy("Text"), {"fields": ["body", "recommendations"]}),
    (gettext_lazy("Picture"), {"fields": ["lead_image"]}),
    (
        gettext_lazy("Where it belongs"),
        {"fields": ["topics", "regions", ("series", "series_part"), "tags"]},
    ),
    (
        gettext_lazy("How we know"),
        {
            "classes": ["collapse"],
            "description": gettext_lazy(
                "All of it may stay empty. Readers see what is filled in as a box under the text."
            ),
            "fields": HOW_WE_KNOW,
        },
    ),
    (
        gettext_lazy("Rights and honesty"),
        {
            "fields": [
                "is_exclusive",
                "republication",
                "republication_notice",
                "funding",
                "interests",
                "originally_in",
                "originally_at",
                "doi",
            ]
        },
    ),
    (
        gettext_lazy("For machines"),
        {"classes": ["collapse"], "fields": ["slug", "meta_description", "share_title"]},
    ),
    (
        gettext_lazy("Translation"),
        {
            "classes": ["collapse"],
            "description": gettext_lazy("Only for a piece that was first written in another language."),
            "fields": ["original", "follows_version"],
        },
    ),
]
# The inlines that stand behind the fieldset of this number, by their prefixes.
INLINES_AFTER = {1: ["bylines"], 3: ["sources", "notes"], 7: ["picks"]}
LONG = {"class": "vLargeTextField"}


def choosable_by(user):
    """The pieces that somebody may name in another one: those they may change, and all that readers know."""
    mine = Article.objects.editable_by(user).values("pk")
    return Article.objects.filter(Q(pk__in=mine) | Q(pk__in=Publication.objects.values("article_id")))


class ArticleForm(Unjudged, forms.ModelForm):
    """Knows the version that it was opened with. `user`, and `typed` where it is filled from a working copy, are set
    by the admin."""

    user = typed = None
    row_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    copy_key = forms.CharField(required=False, widget=forms.HiddenInput)  # names this form, for its working copy
    source_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of sources"),
        required=False,
        choices=SourceKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)  # a mark of each part, see articles.comparing

    class Meta:
        widgets = {
            "title": forms.TextInput(attrs=LONG),
            "subtitle": forms.TextInput(attrs=LONG),
            "standfirst": forms.Textarea(attrs={**LONG, "rows": 3}),
            "key_points": forms.Textarea(attrs={**LONG, "rows": 5}),
            "republication_notice": forms.Textarea(attrs={**LONG, "rows": 3}),
            "recommendations": forms.Textarea(attrs={**LONG, "rows": 6}),
            "source_remark": forms.TextInput(attrs=LONG),
            **{
                name: forms.Textarea(attrs={**LONG, "rows": 3})
                for name in (*QUESTIONS, "known", "assessed", "not_known", "fieldwork")
            },
        }

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(self.typed if data is None else data, *args, **kwargs)
        self.is_conflict = False
        self.initial |= {"row_version": self.instance.row_version, "copy_key": new_key()}

    @cached_property
    def changed_data(self):
        return [name for name in super().changed_data if name not in BESIDE]

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self.user and not publishing.may_write(self.instance, self.user):
            raise ValidationError(
                [
                    _("It was passed on since you opened it: those who approve pieces may change it now."),
                    _("Nothing is lost: everything you wrote is still here, and none of it was saved."),
                ]
            )
        if self.instance.pk and self._was_overtaken(cleaned):
            self.is_conflict = True
            raise ValidationError(locking.who_was_first(self.instance))
        return cleaned

    def _was_overtaken(self, cleaned):
        """Whether somebody changed the text since this form was opened; a move alone takes nothing from anybody."""
        opened = cleaned.get("row_version")
        return opened is None or opened < self.instance.text_version

    def clean_slug(self):
        """Readers hold on to the address of a published piece, even after the desk gave its piece another one."""
        slug = self.cleaned_data["slug"]
        for model in (Publication, Notice):
            other = model.objects.filter(slug=slug).exclude(article_id=self.instance.pk).first() if slug else None
            if other:
                raise ValidationError(_("Readers know this as the address of “%s”. Choose another one.") % other.title)
        return slug

    def clean_tags(self):
        names = self.cleaned_data["tags"]
        if self.user and not self.user.has_perm("articles.add_tag"):
            unknown = [name for name in names if Tag.objects.named(name) is None]
            if unknown:
                raise ValidationError(
                    _("These tags are new, and you can only use known ones: %s.") % ", ".join(unknown)
                )
        return names


class RowForm(Unjudged, forms.ModelForm):
    """A row below a piece."""


class WholeFormSet(UnjudgedSet, BaseInlineFormSet):
    """Shows every row that was sent, even one that somebody else deleted meanwhile: the admin pairs rows and forms."""

    def get_queryset(self):
        if self.is_bound and "forms" in self.__dict__:
            return [form.instance if form.instance.pk else None for form in self.initial_forms]
        return super().get_queryset()


class PieceInline(admin.TabularInline):
    form = RowForm
    formset = WholeFormSet
    extra = 0


class BylineInline(PieceInline):
    model = Byline
    fields = ["position", "person", "role", "name", "native_name", "title"]
    autocomplete_fields = ["person"]
    verbose_name_plural = gettext_lazy("Bylines")

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else len(self.proposed())

    @staticmethod
    def proposed():
        """A new piece proposes the centre's own name."""
        default = Person.objects.filter(is_default_byline=True).first()
        return [{"person": default.pk}] if default else []


class PickInline(PieceInline):
    model = RelatedPick
    fk_name = "article"
    fields = ["position", "to"]
    autocomplete_fields = ["to"]
    verbose_name_plural = gettext_lazy("Read next")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "to":
            kwargs["queryset"] = choosable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
