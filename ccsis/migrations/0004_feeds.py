from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ccsis", "0003_security_log")]

    operations = [
        migrations.AddField(
            "sitesettings", "tagging_entity", models.CharField(blank=True, editable=False, max_length=270)
        ),
    ]
