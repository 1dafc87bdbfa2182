from django.db import migrations

from ccsis import unchangeable

MODELS = ("Event", "Look")


def lock(apps, schema_editor):
    for name in MODELS:
        unchangeable.lock(schema_editor.connection, apps.get_model("submissions", name))


def lift(apps, schema_editor):
    for name in MODELS:
        unchangeable.lift(schema_editor.connection, apps.get_model("submissions", name))


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0006_texts_to_compare'),
    ]

    operations = [
        migrations.RunPython(lock, lift),
    ]
