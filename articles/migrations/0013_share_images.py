from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_versions_and_printouts")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="family_name",
            field=models.CharField(
                blank=True,
                default="",
                help_text="For citations, and only where it is not the last word of the name: García Márquez.",
                max_length=100,
                verbose_name="family name",
            ),
            preserve_default=False,
        ),
        migrations.AddField("publication", "share_image", models.CharField(default="", max_length=120)),
        migrations.AddField("publication", "share_tries", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("publication", "share_held_until", models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(condition=models.Q(("share_image", "")), fields=["id"], name="publication_share_due"),
        ),
    ]
