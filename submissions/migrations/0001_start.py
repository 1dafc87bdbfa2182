import datetime

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import ccsis.fields
import submissions.models.submission
from ccsis import unchangeable

UNCHANGEABLE = ("Event", "Look")


def lock(apps, schema_editor):
    for name in UNCHANGEABLE:
        unchangeable.lock(schema_editor.connection, apps.get_model("submissions", name))


def lift(apps, schema_editor):
    for name in UNCHANGEABLE:
        unchangeable.lift(schema_editor.connection, apps.get_model("submissions", name))


def make_index(apps, schema_editor):
    from submissions import searching

    searching.make_index(schema_editor.connection)


def drop_index(apps, schema_editor):
    from submissions import searching

    searching.drop_index(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_start"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Made from the title when left empty.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "brief",
                    models.TextField(
                        help_text="What you want to know, in three or four sentences.", verbose_name="brief"
                    ),
                ),
                (
                    "guidelines",
                    ccsis.fields.HtmlField(
                        blank=True,
                        help_text="What a good simulation has, and what it must not have.",
                        verbose_name="guidelines",
                    ),
                ),
                (
                    "languages",
                    models.JSONField(
                        blank=True, default=list, help_text="Codes, like en, ru, fa.", verbose_name="languages"
                    ),
                ),
                ("opens_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="opens")),
                (
                    "closes_at",
                    models.DateTimeField(
                        blank=True, help_text="Empty for a call that stands open.", null=True, verbose_name="closes"
                    ),
                ),
                (
                    "grace_minutes",
                    models.PositiveSmallIntegerField(
                        default=60,
                        help_text="For forms that were already open when the call closed.",
                        verbose_name="grace, in minutes",
                    ),
                ),
                ("words_from", models.PositiveIntegerField(default=300, verbose_name="words, at least")),
                ("words_to", models.PositiveIntegerField(default=5000, verbose_name="words, at most")),
                ("asks_phone", models.BooleanField(default=True, verbose_name="asks for a telephone number")),
                (
                    "requires_phone",
                    models.BooleanField(
                        default=False,
                        help_text="Say below why you need it.",
                        verbose_name="does not take a text without one",
                    ),
                ),
                (
                    "phone_reason",
                    models.CharField(
                        blank=True,
                        default="So that an editor can ask about a sentence before we print it.",
                        max_length=200,
                        verbose_name="why a telephone number",
                    ),
                ),
                (
                    "response_days",
                    models.PositiveSmallIntegerField(default=21, verbose_name="answer promised within, in days"),
                ),
                (
                    "retention_days",
                    models.PositiveSmallIntegerField(
                        default=90,
                        help_text="Of work that is not published.",
                        verbose_name="contact data kept after a decision, in days",
                    ),
                ),
                ("licence", models.CharField(default="CC BY 4.0", max_length=100, verbose_name="licence")),
                (
                    "per_person",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many one person may send; empty for any.",
                        null=True,
                        verbose_name="simulations a person",
                    ),
                ),
                (
                    "is_sensitive",
                    models.BooleanField(
                        default=False, help_text="Two different people have to accept a text.", verbose_name="sensitive"
                    ),
                ),
                ("takes_docx", models.BooleanField(default=True, verbose_name="takes .docx files")),
                ("takes_pdf", models.BooleanField(default=True, verbose_name="takes .pdf files")),
                (
                    "most_files",
                    models.PositiveSmallIntegerField(
                        default=3, help_text="Beside the text. 0 for none.", verbose_name="files, at most"
                    ),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="shown to readers")),
                (
                    "is_on_home",
                    models.BooleanField(
                        default=False, help_text="Only one can.", verbose_name="shown on the home page"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "announcement",
                    models.ForeignKey(
                        blank=True,
                        help_text="The piece that announces the call.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.article",
                        verbose_name="announcement",
                    ),
                ),
                (
                    "moderators",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Who looks after this call, and is told of what comes in.",
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="moderators",
                    ),
                ),
                (
                    "regions",
                    models.ManyToManyField(blank=True, related_name="+", to="articles.region", verbose_name="regions"),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.series",
                        verbose_name="series",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(blank=True, related_name="+", to="articles.topic", verbose_name="topics"),
                ),
            ],
            options={
                "verbose_name": "call",
                "verbose_name_plural": "calls",
                "ordering": ["-opens_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_at__isnull", True), ("closes_at__gt", models.F("opens_at")), _connector="OR"
                        ),
                        name="call_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words_to__gte", models.F("words_from"))), name="call_length_in_order"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_on_home", True)), fields=("is_on_home",), name="one_call_on_home"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("requires_phone", False), ("asks_phone", True), _connector="OR"),
                        name="call_asks_for_the_phone_it_requires",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CannedReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("decline", "decline"),
                            ("request_changes", "ask for changes"),
                            ("accept", "accept"),
                            ("message", "message"),
                        ],
                        default="decline",
                        max_length=20,
                        verbose_name="for",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="How you find it: too short, published before.", max_length=120, verbose_name="reason"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("ka", "ქართული"),
                            ("hy", "Հայերեն"),
                            ("az", "Azərbaycanca"),
                            ("az-Arab", "آذربایجانجا"),
                            ("ru", "Русский"),
                            ("uk", "Українська"),
                            ("tr", "Türkçe"),
                            ("fa", "فارسی"),
                            ("ar", "العربية"),
                            ("he", "עברית"),
                            ("ab", "Аԥсшәа"),
                            ("os", "Ирон"),
                            ("xmf", "მარგალური"),
                            ("ce", "Нохчийн"),
                            ("inh", "ГӀалгӀай"),
                            ("av", "Авар"),
                            ("lez", "Лезги"),
                            ("ady", "Адыгабзэ"),
                            ("kbd", "Адыгэбзэ"),
                            ("krc", "Къарачай-малкъар"),
                            ("ku", "Kurdî"),
                            ("ckb", "کوردی"),
                            ("tly", "Tolışi"),
                            ("kk", "Қазақша"),
                            ("tk", "Türkmençe"),
                            ("uz", "Oʻzbekcha"),
                            ("el", "Ελληνικά"),
                            ("de", "Deutsch"),
                            ("fr", "Français"),
                            ("es", "Español"),
                            ("it", "Italiano"),
                            ("pl", "Polski"),
                            ("ro", "Română"),
                            ("bg", "Български"),
                            ("ur", "اردو"),
                            ("zh", "中文"),
                        ],
                        default="en",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("text", models.TextField(max_length=10000, verbose_name="text")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="place")),
            ],
            options={
                "verbose_name": "canned reply",
                "verbose_name_plural": "canned replies",
                "ordering": ["kind", "position", "title"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "title", "language"), name="one_reply_per_reason")
                ],
            },
        ),
        migrations.CreateModel(
            name="DigestWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.PositiveSmallIntegerField(verbose_name="hour")),
                ("last_on", models.DateField(null=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("hour__lte", 23)), name="digest_at_an_hour_of_the_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=13, unique=True)),
                (
                    "by",
                    models.CharField(
                        choices=[("contributor", "Contributor"), ("staff", "Staff"), ("retention", "Retention")],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["at", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Indexed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("changed_until", models.DateTimeField(null=True)),
                ("article_id", models.BigIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Shingle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(choices=[("submission", "Submission"), ("article", "Article")], max_length=10),
                ),
                ("ref", models.BigIntegerField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["value"], name="shingle_value"),
                    models.Index(fields=["kind", "ref"], name="shingle_of_text"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(editable=False, max_length=40)),
                ("label", models.CharField(max_length=200, verbose_name="question")),
                ("help_text", models.CharField(blank=True, max_length=300, verbose_name="help")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("short", "a line"),
                            ("long", "a text"),
                            ("choice", "a choice"),
                            ("number", "a number"),
                        ],
                        default="short",
                        max_length=10,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "choices",
                    models.TextField(blank=True, help_text="One a line, for a choice.", verbose_name="choices"),
                ),
                ("is_required", models.BooleanField(default=False, verbose_name="required")),
                (
                    "is_personal",
                    models.BooleanField(
                        default=False,
                        help_text="The answer is kept with the contact data and seen only by who may see that.",
                        verbose_name="personal data",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="place")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="submissions.call"
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("call", "key"), name="one_question_per_key")],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(
                        default=submissions.models.submission.new_reference,
                        editable=False,
                        max_length=13,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("unconfirmed", "unconfirmed"),
                            ("quarantined", "quarantined"),
                            ("submitted", "submitted"),
                            ("in_review", "in review"),
                            ("on_hold", "on hold"),
                            ("changes_requested", "changes requested"),
                            ("accepted", "accepted"),
                            ("proof", "proof"),
                            ("published", "published"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("expired", "expired"),
                            ("retracted", "retracted"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("ka", "ქართული"),
                            ("hy", "Հայերեն"),
                            ("az", "Azərbaycanca"),
                            ("az-Arab", "آذربایجانجا"),
                            ("ru", "Русский"),
                            ("uk", "Українська"),
                            ("tr", "Türkçe"),
                            ("fa", "فارسی"),
                            ("ar", "العربية"),
                            ("he", "עברית"),
                            ("ab", "Аԥсшәа"),
                            ("os", "Ирон"),
                            ("xmf", "მარგალური"),
                            ("ce", "Нохчийн"),
                            ("inh", "ГӀалгӀай"),
                            ("av", "Авар"),
                            ("lez", "Лезги"),
                            ("ady", "Адыгабзэ"),
                            ("kbd", "Адыгэбзэ"),
                            ("krc", "Къарачай-малкъар"),
                            ("ku", "Kurdî"),
                            ("ckb", "کوردی"),
                            ("tly", "Tolışi"),
                            ("kk", "Қазақша"),
                            ("tk", "Türkmençe"),
                            ("uz", "Oʻzbekcha"),
                            ("el", "Ελληνικά"),
                            ("de", "Deutsch"),
                            ("fr", "Français"),
                            ("es", "Español"),
                            ("it", "Italiano"),
                            ("pl", "Polski"),
                            ("ro", "Română"),
                            ("bg", "Български"),
                            ("ur", "اردو"),
                            ("zh", "中文"),
                        ],
                        default="en",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("nonce", models.CharField(max_length=64, null=True, unique=True)),
                ("state_since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due")),
                ("promised_at", models.DateTimeField(blank=True, null=True, verbose_name="answer promised until")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="address confirmed")),
                ("erased_at", models.DateTimeField(blank=True, null=True, verbose_name="erased")),
                ("spam_score", models.PositiveSmallIntegerField(default=0, verbose_name="points against it")),
                ("claimed_until", models.DateTimeField(null=True, verbose_name="claimed until")),
                ("held_from", models.CharField(blank=True, max_length=20)),
                ("held_until", models.DateTimeField(null=True)),
                ("compared_revision", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                ("title_key", models.CharField(blank=True, editable=False, max_length=100)),
                (
                    "pile",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(erased_at__isnull=False, then=models.Value("")),
                            models.When(state__in=["submitted", "in_review"], then=models.Value("ours")),
                            models.When(state__in=["changes_requested", "proof"], then=models.Value("theirs")),
                            models.When(state__in=["on_hold"], then=models.Value("hold")),
                            models.When(state__in=["accepted"], then=models.Value("accepted")),
                            models.When(state__in=["quarantined"], then=models.Value("quarantined")),
                            models.When(state__in=["published", "retracted"], then=models.Value("published")),
                            models.When(state__in=["declined", "withdrawn", "expired"], then=models.Value("closed")),
                            default=models.Value(""),
                        ),
                        output_field=models.CharField(max_length=12),
                    ),
                ),
                (
                    "received_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce("confirmed_at", "created_at"),
                        output_field=models.DateTimeField(),
                    ),
                ),
                (
                    "expected_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.F("due_at"),
                            models.Case(
                                models.When(
                                    state__in=["submitted", "in_review", "on_hold"], then=models.F("promised_at")
                                )
                            ),
                            models.Value(
                                datetime.datetime(9000, 1, 1, 0, 0, tzinfo=datetime.UTC),
                                output_field=models.DateTimeField(),
                            ),
                        ),
                        output_field=models.DateTimeField(),
                    ),
                ),
                (
                    "article",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="articles.article"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="submissions.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="claimed by",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first_key_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
                "ordering": ["-created_at", "-id"],
                "permissions": [
                    ("view_queue", "Can read the queue"),
                    ("decide", "Can decide on submissions"),
                    ("reopen", "Can reopen a decision"),
                    ("view_contact", "Can see contact data"),
                    ("erase", "Can erase a contributor's data"),
                ],
                "indexes": [
                    models.Index(fields=["state", "state_since", "id"], name="submission_queue"),
                    models.Index(fields=["pile", "state_since", "id"], name="pile_by_waiting"),
                    models.Index(fields=["pile", "received_at", "id"], name="pile_by_receipt"),
                    models.Index(fields=["pile", "expected_at", "id"], name="pile_by_due"),
                    models.Index(fields=["pile", "title_key", "id"], name="pile_by_title"),
                    models.Index(fields=["state_since", "id"], name="queue_by_waiting"),
                    models.Index(fields=["received_at", "id"], name="queue_by_receipt"),
                    models.Index(fields=["expected_at", "id"], name="queue_by_due"),
                    models.Index(fields=["title_key", "id"], name="queue_by_title"),
                    models.Index(fields=["decided_at", "id"], name="queue_by_decision"),
                    models.Index(fields=["call", "pile", "state_since", "id"], name="call_by_waiting"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "unconfirmed",
                                    "quarantined",
                                    "submitted",
                                    "in_review",
                                    "on_hold",
                                    "changes_requested",
                                    "accepted",
                                    "proof",
                                    "published",
                                    "declined",
                                    "withdrawn",
                                    "expired",
                                    "retracted",
                                ],
                            )
                        ),
                        name="submission_state_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Queue",
            fields=[],
            options={
                "verbose_name": "queue",
                "verbose_name_plural": "queue",
                "proxy": True,
                "default_permissions": (),
            },
            bases=("submissions.submission",),
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
                ("shown_name", models.CharField(blank=True, max_length=100)),
                ("original_name", models.CharField(max_length=200, verbose_name="file")),
                (
                    "kind",
                    models.CharField(choices=[("docx", "Docx"), ("pdf", "Pdf")], max_length=10, verbose_name="kind"),
                ),
                ("size", models.PositiveIntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="came")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["created_at", "id"],
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("submission", "sha256"), name="same_file_once")],
            },
        ),
        migrations.CreateModel(
            name="CoAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("full_name", models.CharField(max_length=200, verbose_name="full name")),
                ("native_name", models.CharField(blank=True, max_length=200, verbose_name="name in its own script")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                ("affiliation", models.CharField(blank=True, max_length=120, verbose_name="affiliation")),
                (
                    "credit_choice",
                    models.CharField(
                        choices=[
                            ("full", "With my name, title and affiliation"),
                            ("name", "With my name alone"),
                            ("pseudonym", "With a pseudonym"),
                            ("withheld", "Name withheld"),
                        ],
                        default="full",
                        max_length=10,
                        verbose_name="credit",
                    ),
                ),
                ("pseudonym", models.CharField(blank=True, max_length=120, verbose_name="pseudonym")),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("agreed_at", models.DateTimeField(blank=True, null=True, verbose_name="agreed")),
                ("declined_at", models.DateTimeField(blank=True, null=True, verbose_name="does not want to be named")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coauthors",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "co-author",
                "verbose_name_plural": "co-authors",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("author_name", models.CharField(max_length=150)),
                ("text", models.TextField(verbose_name="comment")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("mentions", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["at", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wording", models.CharField(max_length=40)),
                ("text", models.TextField()),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("submission", "wording"), name="consent_given_once")],
            },
        ),
        migrations.CreateModel(
            name="Contributor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("full_name", models.CharField(max_length=200, verbose_name="full name")),
                ("native_name", models.CharField(blank=True, max_length=200, verbose_name="name in its own script")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                ("affiliation", models.CharField(blank=True, max_length=120, verbose_name="affiliation")),
                (
                    "credit_choice",
                    models.CharField(
                        choices=[
                            ("full", "With my name, title and affiliation"),
                            ("name", "With my name alone"),
                            ("pseudonym", "With a pseudonym"),
                            ("withheld", "Name withheld"),
                        ],
                        default="full",
                        max_length=10,
                        verbose_name="credit",
                    ),
                ),
                ("pseudonym", models.CharField(blank=True, max_length=120, verbose_name="pseudonym")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("email_folded", models.EmailField(db_index=True, editable=False, max_length=254)),
                ("mailbox", models.EmailField(db_index=True, default="", editable=False, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("interests", models.CharField(blank=True, max_length=300, verbose_name="interests")),
                (
                    "uses_ai",
                    models.BooleanField(default=False, verbose_name="a language model wrote or rewrote parts of it"),
                ),
                ("ai_use", models.CharField(blank=True, max_length=300, verbose_name="what a language model did")),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("contact_words", models.TextField(blank=True, default="", editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributor",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "contributor",
                "verbose_name_plural": "contributors",
            },
        ),
        migrations.CreateModel(
            name="Credit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("name", models.CharField(max_length=200)),
                ("native_name", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(blank=True, max_length=250)),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="credits", to="submissions.submission"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("submission", "position"), name="one_name_per_place")],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("typed", models.JSONField(default=dict)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="submissions.submission"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=30)),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("unconfirmed", "unconfirmed"),
                            ("quarantined", "quarantined"),
                            ("submitted", "submitted"),
                            ("in_review", "in review"),
                            ("on_hold", "on hold"),
                            ("changes_requested", "changes requested"),
                            ("accepted", "accepted"),
                            ("proof", "proof"),
                            ("published", "published"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("expired", "expired"),
                            ("retracted", "retracted"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("unconfirmed", "unconfirmed"),
                            ("quarantined", "quarantined"),
                            ("submitted", "submitted"),
                            ("in_review", "in review"),
                            ("on_hold", "on hold"),
                            ("changes_requested", "changes requested"),
                            ("accepted", "accepted"),
                            ("proof", "proof"),
                            ("published", "published"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("expired", "expired"),
                            ("retracted", "retracted"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[("staff", "Staff"), ("contributor", "Contributor"), ("worker", "Worker")],
                        max_length=12,
                    ),
                ),
                ("actor_name", models.CharField(blank=True, max_length=150)),
                ("version", models.PositiveIntegerField()),
                ("details", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="submissions.submission"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "version"), name="one_event_per_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("points", models.PositiveSmallIntegerField(default=0)),
                ("evidence", models.JSONField(blank=True, default=dict)),
                ("text", models.TextField(blank=True, verbose_name="what should be looked at")),
                ("raised_by_name", models.CharField(blank=True, max_length=150)),
                ("raised_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_by_name", models.CharField(blank=True, max_length=150)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="submissions.submission"
                    ),
                ),
            ],
            options={
                "verbose_name": "flag",
                "verbose_name_plural": "flags",
                "ordering": ["-points", "id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", "staff"), _negated=True),
                        fields=("submission", "code"),
                        name="one_flag_per_code_of_a_rule",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("confirm", "Confirm"),
                            ("manage", "Manage"),
                            ("coauthor", "Coauthor"),
                            ("proof", "Proof"),
                        ],
                        max_length=10,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "coauthor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="submissions.coauthor",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="submissions.submission"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("actor_name", models.CharField(max_length=150)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="submissions.submission"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_contributor", models.BooleanField()),
                ("author_name", models.CharField(blank=True, max_length=150)),
                ("text", models.TextField(verbose_name="message")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["at", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Point",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveSmallIntegerField()),
                ("text", models.TextField(verbose_name="what we ask for")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="points", to="submissions.event"
                    ),
                ),
            ],
            options={
                "verbose_name": "point",
                "verbose_name_plural": "points",
                "ordering": ["n"],
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("event", "n"), name="one_point_per_number")],
            },
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.TextField(blank=True)),
                ("message", models.TextField(blank=True)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reason", to="submissions.event"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recusals",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("submission", "user"), name="recused_once")],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("source", models.TextField(verbose_name="text as written")),
                ("html", ccsis.fields.HtmlField(verbose_name="text")),
                ("notes", models.JSONField(default=list)),
                ("words", models.PositiveIntegerField(verbose_name="words")),
                ("fingerprint", models.CharField(db_index=True, default="", editable=False, max_length=64)),
                ("scenario", models.JSONField(blank=True, default=dict)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("by_contributor", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["-n"],
                "constraints": [models.UniqueConstraint(fields=("submission", "n"), name="one_text_per_number")],
            },
        ),
        migrations.CreateModel(
            name="Searched",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="searched",
                        to="submissions.submission",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="Submission",
            name="first_key_revision",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="submissions.revision"
            ),
        ),
        migrations.AddField(
            model_name="Submission",
            name="revision",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="submissions.revision"
            ),
        ),
        migrations.RunPython(lock, lift),
        migrations.RunPython(make_index, drop_index),
    ]
