import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import articles.models.searched


def make_index(apps, schema_editor):
    _engine(schema_editor).make(schema_editor.connection)


def drop_index(apps, schema_editor):
    _engine(schema_editor).drop(schema_editor.connection)


def _engine(schema_editor):
    from articles.searching import postgres, sqlite

    return postgres if schema_editor.connection.vendor == "postgresql" else sqlite


class Migration(migrations.Migration):
    """What was published before is taken into the index by the worker, or by `rebuild_search`."""

    dependencies = [
        ("articles", "0002_wordings"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "names",
                    models.TextField(
                        help_text="One a line, in any script: Stepanakert, Khankendi, Xankəndi, Степанакерт. Endings are found, too.",
                        verbose_name="names",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note for colleagues")),
            ],
            options={
                "verbose_name": "group of names",
                "verbose_name_plural": "names that mean the same",
                "ordering": ["names", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("names", ""), _negated=True), name="names_are_there")
                ],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("folded", models.CharField(max_length=40, unique=True)),
                ("written", models.CharField(max_length=60)),
                ("sound", models.CharField(db_index=True, max_length=60)),
                ("start", models.CharField(max_length=1)),
                ("length", models.PositiveSmallIntegerField()),
                ("seen_on", models.DateField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["start", "length"], name="word_start_length")],
            },
        ),
        migrations.RemoveField(model_name="publication", name="search_text"),
        migrations.RemoveField(model_name="publication", name="search_title"),
        migrations.AddField(model_name="publication", name="is_indexed", field=models.BooleanField(default=False)),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(condition=models.Q(("is_indexed", False)), fields=["id"], name="publication_index_due"),
        ),
        migrations.CreateModel(
            name="Searched",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="searched",
                        to="articles.publication",
                    ),
                ),
                ("at", models.BigIntegerField()),
                ("facets", models.TextField()),
                ("a", models.TextField(default="")),
                ("b", models.TextField(default="")),
                ("c", models.TextField(default="")),
                ("d", models.TextField(default="")),
                ("head", articles.models.searched.Vector(default="")),
                ("words", articles.models.searched.Vector(default="")),
                ("taken_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["-at", "-publication"], name="searched_newest")],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
