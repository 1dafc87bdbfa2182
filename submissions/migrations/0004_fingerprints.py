from django.db import migrations, models


def take_fingerprints(apps, schema_editor):
    """Of the texts that came before; without them a repeated text would not be noticed."""
    from ccsis.html import plain_text
    from submissions.models import fingerprint

    Revision = apps.get_model("submissions", "Revision")
    for row in Revision.objects.filter(fingerprint="").only("pk", "html").iterator():
        Revision._base_manager.filter(pk=row.pk).update(fingerprint=fingerprint(plain_text(row.html)))


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0003_call_changed_at'),
    ]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='fingerprint',
            field=models.CharField(db_index=True, default='', editable=False, max_length=64),
        ),
        migrations.RunPython(take_fingerprints, migrations.RunPython.noop),
    ]
