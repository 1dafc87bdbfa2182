from django.db import models


class Shingle(models.Model):
    """A sample of the runs of words of one text, by which texts that share many of them are found: see
    submissions.similar. It says nothing that could be read."""

    class Kind(models.TextChoices):
        SUBMISSION = "submission"
        ARTICLE = "article"

    value = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ref = models.BigIntegerField()  # the submission's or the article's id

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["value"], name="shingle_value"),
            models.Index(fields=["kind", "ref"], name="shingle_of_text"),
        ]

    def __str__(self):
        return f"{self.kind} {self.ref}"


class Indexed(models.Model):
    """Up to when the publications were looked through for comparison. One row."""

    changed_until = models.DateTimeField(null=True)
    article_id = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.changed_until}"
