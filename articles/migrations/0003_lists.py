import django.db.models.deletion
from django.db import migrations, models


def count(apps, schema_editor):
    """What is public already stands in its lists at once."""
    if apps.get_model("articles", "Publication").objects.exists():
        from articles import filing

        filing.recount()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shelf", models.CharField(max_length=20)),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("total", models.BigIntegerField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("shelf", "number"), name="one_tally_per_list")],
            },
        ),
        migrations.CreateModel(
            name="Filed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shelf", models.CharField(max_length=20)),
                ("number", models.PositiveBigIntegerField()),
                ("published_at", models.DateTimeField()),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="filed",
                        to="articles.publication",
                        db_index=False,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["shelf", "number", "-published_at", "-publication"], name="filed_newest")
                ],
                "constraints": [models.UniqueConstraint(fields=("publication", "shelf", "number"), name="filed_once")],
            },
        ),
        migrations.CreateModel(
            name="ImportantPiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="place")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.article",
                        verbose_name="piece",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="important",
                        to="articles.region",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="important",
                        to="articles.series",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="important",
                        to="articles.topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "important piece",
                "verbose_name_plural": "most important pieces",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("topic", "article"), name="important_once_in_a_topic"),
                    models.UniqueConstraint(fields=("region", "article"), name="important_once_in_a_region"),
                    models.UniqueConstraint(fields=("series", "article"), name="important_once_in_a_series"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("region__isnull", True), ("series__isnull", True), ("topic__isnull", False)),
                            models.Q(("region__isnull", False), ("series__isnull", True), ("topic__isnull", True)),
                            models.Q(("region__isnull", True), ("series__isnull", False), ("topic__isnull", True)),
                            _connector="OR",
                        ),
                        name="important_in_one_list",
                    ),
                ],
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
