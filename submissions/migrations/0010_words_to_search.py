import django.db.models.deletion
from django.db import migrations, models

AT_ONCE = 500


def make_index(apps, schema_editor):
    from submissions import searching

    searching.make_index(schema_editor.connection)


def drop_index(apps, schema_editor):
    from submissions import searching

    searching.drop_index(schema_editor.connection)


def fill(apps, schema_editor):
    """The words of what came before."""
    from submissions.searching import words_of_row

    Submission, Searched, Contributor = (
        apps.get_model("submissions", name) for name in ("Submission", "Searched", "Contributor")
    )
    rows = Submission.objects.filter(revision__isnull=False).select_related("revision", "contributor")
    rows = rows.defer("revision__html", "revision__notes").prefetch_related("coauthors").order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        people = [getattr(row, "contributor", None) for row in batch]
        found = [
            words_of_row(row.reference, row.revision, [person, *row.coauthors.all()] if person else [])
            for row, person in zip(batch, people, strict=True)
        ]
        Searched.objects.bulk_create(
            Searched(submission=row, words=words) for row, (words, _contact) in zip(batch, found, strict=True)
        )
        for person, (_words, contact) in zip(people, found, strict=True):
            if person:
                person.contact_words = contact
        Contributor.objects.bulk_update(filter(None, people), ["contact_words"])
        last = batch[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0009_order_of_the_queue'),
    ]

    operations = [
        migrations.CreateModel(
            name='Searched',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='searched', to='submissions.submission')),
                ('words', models.TextField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='contributor',
            name='contact_words',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
