"""A place in the admin for the calendar; no table of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_knowing")]

    operations = [
        migrations.CreateModel(
            name="Calendar",
            fields=[],
            options={
                "verbose_name": "calendar",
                "verbose_name_plural": "calendar",
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("articles.article",),
        ),
    ]
