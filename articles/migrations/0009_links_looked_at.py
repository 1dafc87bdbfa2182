from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_a_copy_for_each_form")]

    operations = [
        migrations.AddField("publication", "links_checked_at", models.DateTimeField(null=True)),
        migrations.AddIndex("publication", models.Index(fields=["links_checked_at"], name="publication_links_due")),
        migrations.AlterModelOptions(
            "checkedlink",
            {
                "ordering": ["-broken_since", "id"],
                "verbose_name": "broken link",
                "verbose_name_plural": "broken links",
            },
        ),
        migrations.AddField(
            "checkedlink",
            "place",
            models.CharField(
                "stands in",
                choices=[("text", "text"), ("note", "note"), ("source", "source")],
                default="text",
                max_length=10,
            ),
        ),
        migrations.AddField("checkedlink", "words", models.CharField("words around", blank=True, max_length=200)),
        migrations.AlterField("checkedlink", "address", models.CharField("address", max_length=2000)),
        migrations.AlterField("checkedlink", "is_internal", models.BooleanField("on our own site")),
        migrations.AlterField("checkedlink", "checked_at", models.DateTimeField("looked at")),
        migrations.AlterField("checkedlink", "broken_since", models.DateTimeField("broken since", null=True)),
        migrations.AddIndex(
            "checkedlink",
            models.Index(fields=["-broken_since", "id"], condition=Q(broken_since__isnull=False), name="links_broken"),
        ),
    ]
