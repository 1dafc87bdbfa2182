"""Renditions of pictures, PDF files of pieces; pages name their pictures by number instead of by file."""

import re
from urllib.parse import quote

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PICTURE = re.compile(r'<img src="([^"]*)" (alt="[^"]*") width="[^"]*" height="[^"]*" loading="lazy" decoding="async">')


def name_by_number(apps, schema_editor):
    """Published pages held the address of each file; from now on that is looked up when a page is shown."""
    images = apps.get_model("articles", "Image").objects.values_list("pk", "file")
    numbers = {settings.MEDIA_URL + quote(file): pk for pk, file in images}

    def named(found):
        number = numbers.get(found[1])
        return f'<img src="/images/{number}" {found[2]}>' if number else found[0]

    rows = apps.get_model("articles", "Publication").objects
    for pk, page in rows.filter(page__contains="<img ").values_list("pk", "page").iterator():
        rows.filter(pk=pk).update(page=PICTURE.sub(named, page))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_links_looked_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="place")),
                (
                    "title",
                    models.CharField(
                        help_text="What readers choose it by, for example: The full report.",
                        max_length=200,
                        verbose_name="title",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("ka", "ქართული"),
                            ("hy", "Հայերեն"),
                            ("az", "Azərbaycanca"),
                            ("az-Arab", "آذربایجانجا"),
                            ("ru", "Русский"),
                            ("uk", "Українська"),
                            ("tr", "Türkçe"),
                            ("fa", "فارسی"),
                            ("ar", "العربية"),
                            ("he", "עברית"),
                            ("ab", "Аԥсшәа"),
                            ("os", "Ирон"),
                            ("xmf", "მარგალური"),
                            ("ce", "Нохчийн"),
                            ("inh", "ГӀалгӀай"),
                            ("av", "Авар"),
                            ("lez", "Лезги"),
                            ("ady", "Адыгабзэ"),
                            ("kbd", "Адыгэбзэ"),
                            ("krc", "Къарачай-малкъар"),
                            ("ku", "Kurdî"),
                            ("ckb", "کوردی"),
                            ("tly", "Tolışi"),
                            ("kk", "Қазақша"),
                            ("tk", "Türkmençe"),
                            ("uz", "Oʻzbekcha"),
                            ("el", "Ελληνικά"),
                            ("de", "Deutsch"),
                            ("fr", "Français"),
                            ("es", "Español"),
                            ("it", "Italiano"),
                            ("pl", "Polski"),
                            ("ro", "Română"),
                            ("bg", "Български"),
                            ("ur", "اردو"),
                            ("zh", "中文"),
                        ],
                        default="en",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("file", models.CharField(editable=False, max_length=120, unique=True)),
                ("cover", models.CharField(blank=True, editable=False, max_length=120)),
                ("cover_width", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("cover_height", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("cover_tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("cover_held_until", models.DateTimeField(editable=False, null=True)),
                (
                    "original_name",
                    models.CharField(editable=False, max_length=200, verbose_name="name of the uploaded file"),
                ),
                ("pages", models.PositiveIntegerField(editable=False, verbose_name="pages")),
                ("bytes", models.PositiveIntegerField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "PDF file",
                "verbose_name_plural": "PDF files",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Rendition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[("avif", "AVIF"), ("webp", "WebP"), ("jpeg", "JPEG"), ("png", "PNG")], max_length=4
                    ),
                ),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("bytes", models.PositiveIntegerField()),
                ("file", models.FileField(max_length=200, upload_to="renditions/")),
            ],
            options={
                "verbose_name": "rendition",
                "verbose_name_plural": "renditions",
                "ordering": ["width", "format"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="files_version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="image",
            name="renditions_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="image",
            name="renditions_held_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="image",
            name="renditions_tries",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="image",
            name="source",
            field=models.CharField(
                blank=True,
                help_text="Where it comes from: an address, or words. Only staff see it.",
                max_length=500,
                verbose_name="source",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="documents",
            field=models.JSONField(default=list),
        ),
        migrations.AddIndex(
            model_name="image",
            index=models.Index(
                condition=models.Q(("renditions_at", None)), fields=["id"], name="image_without_renditions"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="rendition",
            name="image",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="renditions", to="articles.image"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(condition=models.Q(("cover", "")), fields=["id"], name="document_without_cover"),
        ),
        migrations.AddConstraint(
            model_name="rendition",
            constraint=models.UniqueConstraint(
                fields=("image", "format", "width"), name="one_rendition_per_format_and_width"
            ),
        ),
        migrations.RunPython(name_by_number, migrations.RunPython.noop, elidable=True),
    ]
