from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ccsis", "0001_start")]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="wordings",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
