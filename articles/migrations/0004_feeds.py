from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_lists")]

    operations = [
        migrations.AddIndex(
            "publication",
            models.Index(fields=["id", "published_at", "updated_at"], name="publication_changes"),
        ),
    ]
