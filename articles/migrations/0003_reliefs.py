from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_import_runs")]

    operations = [
        migrations.CreateModel(
            name="Relief",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True)),
                ("seed", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=20)),
                ("is_drawn", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
                "indexes": [models.Index(condition=models.Q(is_drawn=False), fields=["id"], name="relief_to_be_drawn")],
            },
        ),
    ]
