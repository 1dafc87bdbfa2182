"""Model fields of ours. Those that hold HTML clean it on every way into the database, whoever writes."""

from django.db import models

from ccsis.html import clean_html, inline_html


class HtmlField(models.TextField):
    """Editorial HTML, cleaned by the allow-list of ccsis.html on save, update and bulk writing alike."""

    clean_text = staticmethod(clean_html)

    def pre_save(self, instance, add):
        value = self.clean_text(getattr(instance, self.attname) or "")
        setattr(instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str):
            value = self.clean_text(value)
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs):
        from ccsis.editor import EditorField  # the editor's widget must not be needed to load the models

        return super().formfield(**{"form_class": EditorField, **kwargs})


class InlineHtmlField(HtmlField):
    """A sentence or two of HTML without blocks: a note, a caption."""

    clean_text = staticmethod(inline_html)

    def formfield(self, **kwargs):
        return models.TextField.formfield(self, **kwargs)


class WebAddressField(models.URLField):
    """A web address; what is typed without a scheme is taken for https. Nothing else gets into the database, whoever
    writes: pages link to it."""

    def pre_save(self, instance, add):
        value = self._of_the_web(getattr(instance, self.attname))
        setattr(instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(self._of_the_web(value), connection)

    @staticmethod
    def _of_the_web(value):
        is_other = isinstance(value, str) and not value.lower().startswith(("https://", "http://"))
        return "" if is_other else value

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})
