import datetime

import django.db.models.functions.comparison
from django.db import migrations, models

BEGINS = ("confirm", "resubmit", "reopen")  # from then on an answer is owed within the days of the call
AT_ONCE = 500


def fill(apps, schema_editor):
    """What was promised and how titles sort, of what came before."""
    from submissions.searching import title_key

    Submission, Event = (apps.get_model("submissions", name) for name in ("Submission", "Event"))
    begun = Event.objects.filter(action__in=BEGINS).order_by("version").values_list("submission_id", "at")
    begun = dict(begun.iterator())
    rows = Submission.objects.select_related("call", "revision")
    rows = rows.only("pk", "call__response_days", "revision__title").order_by("pk")
    batch = []
    for row in rows.iterator(chunk_size=AT_ONCE):
        if row.pk in begun:
            row.promised_at = begun[row.pk] + datetime.timedelta(days=row.call.response_days)
        row.title_key = title_key(row.revision.title) if row.revision else ""
        batch.append(row)
        if len(batch) == AT_ONCE:
            Submission.objects.bulk_update(batch, ["promised_at", "title_key"])
            batch = []
    Submission.objects.bulk_update(batch, ["promised_at", "title_key"])


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0008_flags_of_colleagues'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='promised_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='answer promised until'),
        ),
        migrations.AddField(
            model_name='submission',
            name='pile',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(erased_at__isnull=False, then=models.Value('')), models.When(state__in=['submitted', 'in_review'], then=models.Value('ours')), models.When(state__in=['changes_requested', 'proof'], then=models.Value('theirs')), models.When(state__in=['on_hold'], then=models.Value('hold')), models.When(state__in=['accepted'], then=models.Value('accepted')), models.When(state__in=['quarantined'], then=models.Value('quarantined')), models.When(state__in=['published', 'retracted'], then=models.Value('published')), models.When(state__in=['declined', 'withdrawn', 'expired'], then=models.Value('closed')), default=models.Value('')), output_field=models.CharField(max_length=12)),
        ),
        migrations.AddField(
            model_name='submission',
            name='received_at',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('confirmed_at', 'created_at'), output_field=models.DateTimeField()),
        ),
        migrations.AddField(
            model_name='submission',
            name='title_key',
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AddField(
            model_name='submission',
            name='expected_at',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('due_at'), models.Case(models.When(state__in=['submitted', 'in_review', 'on_hold'], then=models.F('promised_at'))), models.Value(datetime.datetime(9000, 1, 1, 0, 0, tzinfo=datetime.UTC), output_field=models.DateTimeField())), output_field=models.DateTimeField()),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['pile', 'state_since', 'id'], name='pile_by_waiting'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['pile', 'received_at', 'id'], name='pile_by_receipt'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['pile', 'expected_at', 'id'], name='pile_by_due'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['pile', 'title_key', 'id'], name='pile_by_title'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['state_since', 'id'], name='queue_by_waiting'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['received_at', 'id'], name='queue_by_receipt'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['expected_at', 'id'], name='queue_by_due'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['title_key', 'id'], name='queue_by_title'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['decided_at', 'id'], name='queue_by_decision'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['call', 'pile', 'state_since', 'id'], name='call_by_waiting'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
