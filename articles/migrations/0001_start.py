import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import taggit.managers
from django.conf import settings
from django.db import migrations, models

import ccsis.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_sha256", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_key",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CheckRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("analysis", "Analysis"),
                            ("commentary", "Commentary"),
                            ("brief", "Policy brief"),
                            ("report", "Report"),
                            ("qa", "Q&A"),
                            ("statement", "Statement"),
                            ("simulation", "Simulation"),
                            ("announcement", "Announcement"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("item", models.CharField(max_length=40, verbose_name="item")),
                (
                    "level",
                    models.CharField(
                        choices=[("off", "off"), ("recommended", "recommended"), ("required", "required")],
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule of the checklist",
                "verbose_name_plural": "checklist",
                "ordering": ["kind", "item"],
                "constraints": [models.UniqueConstraint(fields=("kind", "item"), name="one_rule_per_item")],
            },
        ),
        migrations.CreateModel(
            name="Disclaimer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("analysis", "Analysis"),
                            ("commentary", "Commentary"),
                            ("brief", "Policy brief"),
                            ("report", "Report"),
                            ("qa", "Q&A"),
                            ("statement", "Statement"),
                            ("simulation", "Simulation"),
                            ("announcement", "Announcement"),
                        ],
                        max_length=20,
                        unique=True,
                        verbose_name="type",
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
            ],
            options={
                "verbose_name": "disclaimer",
                "verbose_name_plural": "disclaimers",
                "ordering": ["kind"],
            },
        ),
        migrations.CreateModel(
            name="Image",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.ImageField(max_length=200, upload_to="images/", verbose_name="file")),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What a reader who cannot see it needs to know. Leave empty only for ornament.",
                        max_length=300,
                        verbose_name="text instead of the picture",
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        help_text="Who made it: a photographer, an agency, an archive.",
                        max_length=200,
                        verbose_name="credit",
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        help_text="For example CC BY 4.0, or own work.",
                        max_length=100,
                        verbose_name="licence",
                    ),
                ),
                ("caption", models.TextField(blank=True, verbose_name="caption")),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Where it comes from: an address, or words. Only staff see it.",
                        max_length=500,
                        verbose_name="source",
                    ),
                ),
                (
                    "focal_x",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="focal point, % from the left",
                    ),
                ),
                (
                    "focal_y",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="focal point, % from the top",
                    ),
                ),
                ("width", models.PositiveIntegerField(default=0, editable=False)),
                ("height", models.PositiveIntegerField(default=0, editable=False)),
                ("sha256", models.CharField(db_index=True, editable=False, max_length=64)),
                (
                    "original_name",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="name of the uploaded file"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("renditions_at", models.DateTimeField(editable=False, null=True)),
                ("renditions_tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("renditions_held_until", models.DateTimeField(editable=False, null=True)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "image",
                "verbose_name_plural": "images",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("renditions_at", None)), fields=["id"], name="image_without_renditions"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("looking", "being looked through"),
                            ("ready", "waits for your decision"),
                            ("importing", "being imported"),
                            ("done", "done"),
                            ("stopped", "stopped"),
                            ("failed", "failed"),
                        ],
                        default="looking",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("export_name", models.CharField(max_length=255, verbose_name="file")),
                ("pictures_name", models.CharField(blank=True, max_length=255, verbose_name="pictures")),
                ("folder", models.CharField(max_length=40, unique=True)),
                ("files_deleted_at", models.DateTimeField(blank=True, null=True)),
                ("options", models.JSONField(default=dict)),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="from")),
                ("categories", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                ("moved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unpacking", "Unpacking the pictures"),
                            ("reading", "Reading the file"),
                            ("pieces", "Going through the pieces"),
                        ],
                        max_length=20,
                    ),
                ),
                ("done", models.PositiveBigIntegerField(default=0)),
                ("of", models.PositiveBigIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=500)),
                ("sums", models.JSONField(default=dict)),
                ("is_held", models.BooleanField(default=False)),
                ("holder", models.CharField(blank=True, max_length=40)),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "import from WordPress",
                "ordering": ["-created_at", "-id"],
                "permissions": [("import_site", "Can import a site from WordPress")],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_held", True)), fields=("is_held",), name="one_import_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["looking", "ready", "importing", "done", "stopped", "failed"])
                        ),
                        name="import_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=2)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("code", "year"), name="one_counter_per_code_and_year")],
            },
        ),
        migrations.CreateModel(
            name="Page",
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
                ("body", ccsis.fields.HtmlField(blank=True, verbose_name="text")),
                (
                    "meta_description",
                    models.CharField(blank=True, max_length=300, verbose_name="description for search engines"),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="shown to readers")),
                ("in_footer", models.BooleanField(default=True, verbose_name="linked in the footer")),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="place in the footer")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last changed")),
            ],
            options={
                "verbose_name": "page",
                "verbose_name_plural": "pages",
                "ordering": ["position", "title"],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Made from the name when left empty.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "introduction",
                    ccsis.fields.HtmlField(
                        blank=True,
                        help_text="Two or three sentences at the head of its page.",
                        verbose_name="introduction",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="place in the list")),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
                "ordering": ["position", "name"],
                "abstract": False,
            },
        ),
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
                "indexes": [
                    models.Index(condition=models.Q(("is_drawn", False)), fields=["id"], name="relief_to_be_drawn")
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Made from the name when left empty.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "introduction",
                    ccsis.fields.HtmlField(
                        blank=True,
                        help_text="Two or three sentences at the head of its page.",
                        verbose_name="introduction",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="place in the list")),
            ],
            options={
                "verbose_name": "series",
                "verbose_name_plural": "series",
                "ordering": ["position", "name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=120, verbose_name="term")),
                (
                    "rule",
                    models.CharField(
                        choices=[("banned", "must not be used"), ("required", "must be used")],
                        default="banned",
                        max_length=10,
                        verbose_name="rule",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
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
                        help_text="Empty: in every language.",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("instead", models.CharField(blank=True, max_length=120, verbose_name="write instead")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why")),
            ],
            options={
                "verbose_name": "term",
                "verbose_name_plural": "terms",
                "ordering": ["text"],
                "constraints": [models.UniqueConstraint(fields=("text", "language"), name="term_once_per_language")],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Made from the name when left empty.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "introduction",
                    ccsis.fields.HtmlField(
                        blank=True,
                        help_text="Two or three sentences at the head of its page.",
                        verbose_name="introduction",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="place in the list")),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["position", "name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="As it is printed, in Latin letters.", max_length=200, verbose_name="name"
                    ),
                ),
                (
                    "native_name",
                    models.CharField(
                        blank=True,
                        help_text="For example: ნინო, Արամ, شیرین.",
                        max_length=200,
                        verbose_name="name in its own script",
                    ),
                ),
                (
                    "family_name",
                    models.CharField(
                        blank=True,
                        help_text="For citations, and only where it is not the last word of the name: García Márquez.",
                        max_length=100,
                        verbose_name="family name",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Made from the name when left empty.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "is_body",
                    models.BooleanField(
                        default=False,
                        help_text="Tick for an institution, such as The Caucasus Center.",
                        verbose_name="is a body",
                    ),
                ),
                (
                    "is_default_byline",
                    models.BooleanField(
                        default=False,
                        help_text="Stands under a piece that names nobody else. Only one can.",
                        verbose_name="default byline",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Today's title. Published pieces keep the title of their day.",
                        max_length=200,
                        verbose_name="title",
                    ),
                ),
                ("biography", ccsis.fields.HtmlField(blank=True, verbose_name="biography")),
                (
                    "links",
                    models.TextField(
                        blank=True,
                        help_text="One a line: an address, or a label, a space and an address.",
                        verbose_name="links",
                    ),
                ),
                (
                    "orcid",
                    models.CharField(
                        blank=True,
                        max_length=19,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}-\\d{4}-\\d{4}-\\d{3}[\\dX]$", "Write the ORCID like 0000-0002-1825-0097."
                            )
                        ],
                        verbose_name="ORCID",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="articles.image",
                        verbose_name="photo",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        help_text="If this person works in the admin. An author may edit pieces that carry this byline.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "person or body",
                "verbose_name_plural": "people and bodies",
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default_byline", True)),
                        fields=("is_default_byline",),
                        name="one_default_byline",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rendition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[("avif", "AVIF"), ("webp", "WebP"), ("jpeg", "JPEG"), ("png", "PNG")], max_length=4
                    ),
                ),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("bytes", models.PositiveIntegerField()),
                ("file", models.FileField(max_length=200, upload_to="renditions/")),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="renditions", to="articles.image"
                    ),
                ),
            ],
            options={
                "verbose_name": "rendition",
                "verbose_name_plural": "renditions",
                "ordering": ["width", "format"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("image", "format", "width"), name="one_rendition_per_format_and_width"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("slug", models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name="slug")),
                ("folded", models.CharField(editable=False, max_length=120, unique=True)),
                ("introduction", ccsis.fields.HtmlField(blank=True, verbose_name="introduction")),
                (
                    "synonym_of",
                    models.ForeignKey(
                        blank=True,
                        help_text="Readers who ask for this tag are shown the other one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="synonyms",
                        to="articles.tag",
                        verbose_name="synonym of",
                    ),
                ),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "whats_new",
                    models.TextField(
                        blank=True,
                        help_text="The three questions stand in the place of the key points as soon as one of them is answered.",
                        verbose_name="what is new?",
                    ),
                ),
                ("why_it_matters", models.TextField(blank=True, verbose_name="why does it matter?")),
                ("what_to_do", models.TextField(blank=True, verbose_name="what should be done?")),
                (
                    "recommendations",
                    models.TextField(
                        blank=True,
                        help_text="A line that ends with a colon says to whom, such as “To the government of Armenia:”. Each line below it is one recommendation. The next line with a colon begins the next address.",
                        verbose_name="recommendations",
                    ),
                ),
                ("known", models.TextField(blank=True, help_text="One a line.", verbose_name="what we know")),
                ("assessed", models.TextField(blank=True, help_text="One a line.", verbose_name="what we assess")),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low", "low confidence"),
                            ("low-moderate", "low to moderate confidence"),
                            ("moderate", "moderate confidence"),
                            ("moderate-high", "moderate to high confidence"),
                            ("high", "high confidence"),
                        ],
                        max_length=20,
                        verbose_name="how surely we assess it",
                    ),
                ),
                (
                    "not_known",
                    models.TextField(blank=True, help_text="One a line.", verbose_name="what we do not know"),
                ),
                ("source_kinds", models.JSONField(blank=True, default=list, verbose_name="kinds of sources")),
                (
                    "source_remark",
                    models.CharField(
                        blank=True,
                        help_text="For example: fourteen interviews with carriers; names are held by the editors.",
                        max_length=300,
                        verbose_name="about the sources",
                    ),
                ),
                (
                    "fieldwork",
                    models.TextField(
                        blank=True,
                        help_text="One a line, place and time: Stepantsminda, September 2026.",
                        verbose_name="fieldwork",
                    ),
                ),
                (
                    "as_of",
                    models.DateField(
                        blank=True,
                        help_text="What happened later is not in the piece.",
                        null=True,
                        verbose_name="analysis current as of",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("analysis", "Analysis"),
                            ("commentary", "Commentary"),
                            ("brief", "Policy brief"),
                            ("report", "Report"),
                            ("qa", "Q&A"),
                            ("statement", "Statement"),
                            ("simulation", "Simulation"),
                            ("announcement", "Announcement"),
                        ],
                        default="analysis",
                        max_length=20,
                        verbose_name="type",
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
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("subtitle", models.CharField(blank=True, max_length=250, verbose_name="subtitle")),
                (
                    "standfirst",
                    models.TextField(
                        blank=True,
                        help_text="Two or three sentences under the title: what the piece says and why it matters.",
                        verbose_name="standfirst",
                    ),
                ),
                (
                    "key_points",
                    models.TextField(
                        blank=True, help_text="One a line, three to five in all.", verbose_name="key points"
                    ),
                ),
                ("body", ccsis.fields.HtmlField(blank=True, verbose_name="text")),
                ("series_part", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="part number")),
                (
                    "follows_version",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Of a translation: the version of the original that it was made from.",
                        null=True,
                        verbose_name="follows version",
                    ),
                ),
                (
                    "is_exclusive",
                    models.BooleanField(
                        default=False,
                        help_text="Ask everybody who republishes it for credit.",
                        verbose_name="exclusive",
                    ),
                ),
                (
                    "republication",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by", "CC BY 4.0"),
                            ("by-sa", "CC BY-SA 4.0"),
                            ("by-nd", "CC BY-ND 4.0"),
                            ("by-nc", "CC BY-NC 4.0"),
                            ("by-nc-nd", "CC BY-NC-ND 4.0"),
                            ("nobody", "nobody without asking: all rights reserved"),
                        ],
                        help_text="Empty: as the settings of the site say; what first stood elsewhere stays there.",
                        max_length=20,
                        verbose_name="who may republish it",
                    ),
                ),
                (
                    "republication_notice",
                    models.TextField(
                        blank=True,
                        help_text="In the centre's own words; readers see it under the text.",
                        verbose_name="notice of republication",
                    ),
                ),
                (
                    "funding",
                    models.CharField(
                        blank=True, help_text="Who paid for the work.", max_length=300, verbose_name="funding"
                    ),
                ),
                (
                    "interests",
                    models.CharField(
                        blank=True,
                        help_text="Interests that the authors declare.",
                        max_length=300,
                        verbose_name="interests",
                    ),
                ),
                ("originally_in", models.CharField(blank=True, max_length=200, verbose_name="originally published in")),
                ("originally_at", ccsis.fields.WebAddressField(blank=True, verbose_name="address of the original")),
                (
                    "meta_description",
                    models.CharField(
                        blank=True,
                        help_text="Where it differs from the standfirst.",
                        max_length=300,
                        verbose_name="description for search engines",
                    ),
                ),
                (
                    "share_title",
                    models.CharField(
                        blank=True, help_text="Where it differs.", max_length=120, verbose_name="title when shared"
                    ),
                ),
                (
                    "doi",
                    models.CharField(
                        blank=True,
                        help_text="Like 10.1234/abcd, without https://doi.org/.",
                        max_length=100,
                        verbose_name="DOI",
                    ),
                ),
                ("call_title", models.CharField(blank=True, editable=False, max_length=200, verbose_name="call")),
                ("call_address", models.CharField(blank=True, editable=False, max_length=200)),
                ("scenario", models.JSONField(blank=True, default=dict, editable=False)),
                ("relief", models.CharField(blank=True, editable=False, max_length=120)),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Made from the title when left empty. Changing it later leaves a redirect.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("draft", "draft"),
                            ("review", "in review"),
                            ("copyedit", "copy-edit"),
                            ("ready", "ready"),
                            ("scheduled", "scheduled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("row_version", models.PositiveIntegerField(default=1, editable=False)),
                ("text_version", models.PositiveIntegerField(default=1, editable=False)),
                ("files_version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "publish_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="to be published"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="to be taken down"),
                ),
                (
                    "embargo_until",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="under embargo until"),
                ),
                (
                    "review_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="to be looked at again"),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, editable=False, max_length=30, null=True, unique=True, verbose_name="number"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first published"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="begun"),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="last saved")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="articles.article",
                        verbose_name="translation of",
                    ),
                ),
                (
                    "scheduled_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Without one the piece gets its own relief, drawn from its title.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_leads",
                        to="articles.image",
                        verbose_name="lead image",
                    ),
                ),
                (
                    "regions",
                    models.ManyToManyField(
                        blank=True, related_name="articles", to="articles.region", verbose_name="regions"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="articles.series",
                        verbose_name="series",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True, related_name="articles", to="articles.topic", verbose_name="topics"
                    ),
                ),
            ],
            options={
                "verbose_name": "piece",
                "verbose_name_plural": "pieces",
                "ordering": ["-changed_at", "-id"],
                "permissions": [
                    ("change_any_article", "Can change every piece, not only own ones"),
                    ("approve_article", "Can approve a piece"),
                    ("publish_article", "Can publish a piece"),
                    ("retract_article", "Can retract a piece"),
                    ("edit_source", "Can use the source view of the editor"),
                ],
                "indexes": [
                    models.Index(fields=["-changed_at", "-id"], name="article_last_saved"),
                    models.Index(condition=models.Q(("state", "scheduled")), fields=["publish_at"], name="article_due"),
                    models.Index(
                        condition=models.Q(("expire_at__isnull", False)), fields=["expire_at"], name="article_expiring"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("original__isnull", False)),
                        fields=("original", "language"),
                        name="one_translation_per_language",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("original__isnull", True),
                            models.Q(("original", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="not_its_own_original",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("publish_at__isnull", False), ("state", "scheduled")),
                            models.Q(models.Q(("state", "scheduled"), _negated=True), ("publish_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="scheduled_has_a_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Calendar",
            fields=[],
            options={
                "verbose_name": "calendar",
                "verbose_name_plural": "calendar",
                "proxy": True,
                "default_permissions": (),
            },
            bases=("articles.article",),
        ),
        migrations.CreateModel(
            name="ArticleEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("actor_name", models.CharField(blank=True, max_length=150)),
                ("action", models.CharField(max_length=30)),
                ("from_state", models.CharField(max_length=20)),
                ("to_state", models.CharField(max_length=20)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("details", models.JSONField(default=dict)),
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
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="articles.article"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "low"), (2, "normal"), (3, "high"), (4, "urgent")],
                        default=2,
                        verbose_name="priority",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("set_by_name", models.CharField(blank=True, max_length=150)),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assignment", to="articles.article"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ["due_on", "-priority", "id"],
            },
        ),
        migrations.CreateModel(
            name="Byline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="place")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("author", "author"),
                            ("editor", "editor"),
                            ("translator", "translator"),
                            ("contributor", "contributor"),
                        ],
                        default="author",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Only where no person is chosen, or the name differs.",
                        max_length=200,
                        verbose_name="name as printed",
                    ),
                ),
                ("native_name", models.CharField(blank=True, max_length=200, verbose_name="name in its own script")),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Filled from the person when the piece is published.",
                        max_length=250,
                        verbose_name="title then",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bylines", to="articles.article"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bylines",
                        to="articles.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "byline",
                "verbose_name_plural": "bylines",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False), models.Q(("name", ""), _negated=True), _connector="OR"
                        ),
                        name="byline_names_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=2000, verbose_name="address")),
                ("is_internal", models.BooleanField(verbose_name="on our own site")),
                (
                    "place",
                    models.CharField(
                        choices=[("text", "text"), ("note", "note"), ("source", "source")],
                        default="text",
                        max_length=10,
                        verbose_name="stands in",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="words around")),
                ("status", models.CharField(blank=True, max_length=60)),
                ("checked_at", models.DateTimeField(verbose_name="looked at")),
                ("broken_since", models.DateTimeField(null=True, verbose_name="broken since")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checked_links", to="articles.article"
                    ),
                ),
            ],
            options={
                "verbose_name": "broken link",
                "verbose_name_plural": "broken links",
                "ordering": ["-broken_since", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("broken_since__isnull", False)),
                        fields=["-broken_since", "id"],
                        name="links_broken",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("correction", "Correction"),
                            ("clarification", "Clarification"),
                            ("update", "Update"),
                            ("retraction", "Retraction"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("text", models.TextField(verbose_name="what changed")),
                ("version", models.PositiveIntegerField(null=True, verbose_name="version")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="articles.article"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["-at", "-id"], name="correction_newest")],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="place")),
                (
                    "title",
                    models.CharField(
                        help_text="What readers choose it by, for example: The full report.",
                        max_length=200,
                        verbose_name="title",
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
                ("file", models.CharField(editable=False, max_length=120, unique=True)),
                ("cover", models.CharField(blank=True, editable=False, max_length=120)),
                ("cover_width", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("cover_height", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("cover_tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("cover_held_until", models.DateTimeField(editable=False, null=True)),
                (
                    "original_name",
                    models.CharField(editable=False, max_length=200, verbose_name="name of the uploaded file"),
                ),
                ("pages", models.PositiveIntegerField(editable=False, verbose_name="pages")),
                ("bytes", models.PositiveIntegerField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="articles.article"
                    ),
                ),
            ],
            options={
                "verbose_name": "PDF file",
                "verbose_name_plural": "PDF files",
                "ordering": ["position", "id"],
                "indexes": [
                    models.Index(condition=models.Q(("cover", "")), fields=["id"], name="document_without_cover")
                ],
            },
        ),
        migrations.CreateModel(
            name="EventNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="note", to="articles.articleevent"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("placed_by_name", models.CharField(blank=True, max_length=150)),
                ("placed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holds", to="articles.article"
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "hold",
                "verbose_name_plural": "holds",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("article", "name"), name="hold_once")],
            },
        ),
        migrations.CreateModel(
            name="Home",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        help_text="The piece at the top. The newest one stands there when this is empty or not published.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.article",
                        verbose_name="lead",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        help_text="The series that readers are led to.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "verbose_name": "home page",
                "verbose_name_plural": "home page",
            },
        ),
        migrations.CreateModel(
            name="HomePick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="place")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.article",
                        verbose_name="piece",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="picks", to="articles.home"
                    ),
                ),
            ],
            options={
                "verbose_name": "pick",
                "verbose_name_plural": "picks below the lead",
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("home", "article"), name="picked_once")],
            },
        ),
        migrations.CreateModel(
            name="Imported",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source_key", models.CharField(max_length=250, unique=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("mark", models.CharField(blank=True, max_length=40)),
                (
                    "article",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="articles.article"
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="articles.image"
                    ),
                ),
                (
                    "page",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="articles.page"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="articles.person"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ImportLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("imported", "imported"),
                            ("updated", "updated"),
                            ("conflict", "changed in both places"),
                            ("left out", "left out"),
                            ("unchanged", "unchanged"),
                        ],
                        max_length=20,
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=250)),
                ("type", models.CharField(blank=True, max_length=20)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("old_address", models.CharField(blank=True, max_length=500)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("notes", models.JSONField(default=list)),
                (
                    "article",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="articles.article"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="articles.importrun"
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="articles.page"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["run", "outcome", "id"], name="import_lines_in_order")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("analysis", "Analysis"),
                            ("commentary", "Commentary"),
                            ("brief", "Policy brief"),
                            ("report", "Report"),
                            ("qa", "Q&A"),
                            ("statement", "Statement"),
                            ("simulation", "Simulation"),
                            ("announcement", "Announcement"),
                        ],
                        max_length=20,
                    ),
                ),
                ("language", models.CharField(default="en", max_length=10)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=250)),
                ("number", models.CharField(max_length=30)),
                ("published_at", models.DateTimeField()),
                ("retracted_at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("is_expired", models.BooleanField(default=False)),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notice", to="articles.article"
                    ),
                ),
            ],
            options={
                "verbose_name": "notice of retraction",
                "verbose_name_plural": "notices of retraction",
                "ordering": ["-retracted_at"],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="articles.article"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("article", "user"), name="one_presence_each")],
            },
        ),
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="who gets it")),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Where we send it. Empty: you hand it on yourself.",
                        max_length=254,
                        verbose_name="e-mail",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="words for them")),
                ("may_approve", models.BooleanField(default=False, verbose_name="may approve the text")),
                ("secret_sha256", models.CharField(blank=True, max_length=64)),
                ("created_by_name", models.CharField(blank=True, max_length=150)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(verbose_name="until")),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="preview_links", to="articles.article"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "preview link",
                "verbose_name_plural": "preview links",
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("secret_sha256", ""), _negated=True),
                        fields=("secret_sha256",),
                        name="preview_secret_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quote", models.CharField(blank=True, max_length=300)),
                ("paragraph", models.CharField(blank=True, max_length=64)),
                ("author_name", models.CharField(max_length=150)),
                ("text", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("resolved_at", models.DateTimeField(null=True)),
                ("resolved_by_name", models.CharField(blank=True, max_length=150)),
                (
                    "answers_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="articles.comment",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="articles.article"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("mentions", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.previewlink",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="PreviewApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("text_version", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="approvals", to="articles.previewlink"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="PreviewLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("text_version", models.PositiveIntegerField()),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="articles.previewlink"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "whats_new",
                    models.TextField(
                        blank=True,
                        help_text="The three questions stand in the place of the key points as soon as one of them is answered.",
                        verbose_name="what is new?",
                    ),
                ),
                ("why_it_matters", models.TextField(blank=True, verbose_name="why does it matter?")),
                ("what_to_do", models.TextField(blank=True, verbose_name="what should be done?")),
                (
                    "recommendations",
                    models.TextField(
                        blank=True,
                        help_text="A line that ends with a colon says to whom, such as “To the government of Armenia:”. Each line below it is one recommendation. The next line with a colon begins the next address.",
                        verbose_name="recommendations",
                    ),
                ),
                ("known", models.TextField(blank=True, help_text="One a line.", verbose_name="what we know")),
                ("assessed", models.TextField(blank=True, help_text="One a line.", verbose_name="what we assess")),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low", "low confidence"),
                            ("low-moderate", "low to moderate confidence"),
                            ("moderate", "moderate confidence"),
                            ("moderate-high", "moderate to high confidence"),
                            ("high", "high confidence"),
                        ],
                        max_length=20,
                        verbose_name="how surely we assess it",
                    ),
                ),
                (
                    "not_known",
                    models.TextField(blank=True, help_text="One a line.", verbose_name="what we do not know"),
                ),
                ("source_kinds", models.JSONField(blank=True, default=list, verbose_name="kinds of sources")),
                (
                    "source_remark",
                    models.CharField(
                        blank=True,
                        help_text="For example: fourteen interviews with carriers; names are held by the editors.",
                        max_length=300,
                        verbose_name="about the sources",
                    ),
                ),
                (
                    "fieldwork",
                    models.TextField(
                        blank=True,
                        help_text="One a line, place and time: Stepantsminda, September 2026.",
                        verbose_name="fieldwork",
                    ),
                ),
                (
                    "as_of",
                    models.DateField(
                        blank=True,
                        help_text="What happened later is not in the piece.",
                        null=True,
                        verbose_name="analysis current as of",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("analysis", "Analysis"),
                            ("commentary", "Commentary"),
                            ("brief", "Policy brief"),
                            ("report", "Report"),
                            ("qa", "Q&A"),
                            ("statement", "Statement"),
                            ("simulation", "Simulation"),
                            ("announcement", "Announcement"),
                        ],
                        default="analysis",
                        max_length=20,
                        verbose_name="type",
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
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("subtitle", models.CharField(blank=True, max_length=250, verbose_name="subtitle")),
                (
                    "standfirst",
                    models.TextField(
                        blank=True,
                        help_text="Two or three sentences under the title: what the piece says and why it matters.",
                        verbose_name="standfirst",
                    ),
                ),
                (
                    "key_points",
                    models.TextField(
                        blank=True, help_text="One a line, three to five in all.", verbose_name="key points"
                    ),
                ),
                ("body", ccsis.fields.HtmlField(blank=True, verbose_name="text")),
                ("series_part", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="part number")),
                (
                    "follows_version",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Of a translation: the version of the original that it was made from.",
                        null=True,
                        verbose_name="follows version",
                    ),
                ),
                (
                    "is_exclusive",
                    models.BooleanField(
                        default=False,
                        help_text="Ask everybody who republishes it for credit.",
                        verbose_name="exclusive",
                    ),
                ),
                (
                    "republication",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by", "CC BY 4.0"),
                            ("by-sa", "CC BY-SA 4.0"),
                            ("by-nd", "CC BY-ND 4.0"),
                            ("by-nc", "CC BY-NC 4.0"),
                            ("by-nc-nd", "CC BY-NC-ND 4.0"),
                            ("nobody", "nobody without asking: all rights reserved"),
                        ],
                        help_text="Empty: as the settings of the site say; what first stood elsewhere stays there.",
                        max_length=20,
                        verbose_name="who may republish it",
                    ),
                ),
                (
                    "republication_notice",
                    models.TextField(
                        blank=True,
                        help_text="In the centre's own words; readers see it under the text.",
                        verbose_name="notice of republication",
                    ),
                ),
                (
                    "funding",
                    models.CharField(
                        blank=True, help_text="Who paid for the work.", max_length=300, verbose_name="funding"
                    ),
                ),
                (
                    "interests",
                    models.CharField(
                        blank=True,
                        help_text="Interests that the authors declare.",
                        max_length=300,
                        verbose_name="interests",
                    ),
                ),
                ("originally_in", models.CharField(blank=True, max_length=200, verbose_name="originally published in")),
                ("originally_at", ccsis.fields.WebAddressField(blank=True, verbose_name="address of the original")),
                (
                    "meta_description",
                    models.CharField(
                        blank=True,
                        help_text="Where it differs from the standfirst.",
                        max_length=300,
                        verbose_name="description for search engines",
                    ),
                ),
                (
                    "share_title",
                    models.CharField(
                        blank=True, help_text="Where it differs.", max_length=120, verbose_name="title when shared"
                    ),
                ),
                (
                    "doi",
                    models.CharField(
                        blank=True,
                        help_text="Like 10.1234/abcd, without https://doi.org/.",
                        max_length=100,
                        verbose_name="DOI",
                    ),
                ),
                ("call_title", models.CharField(blank=True, editable=False, max_length=200, verbose_name="call")),
                ("call_address", models.CharField(blank=True, editable=False, max_length=200)),
                ("scenario", models.JSONField(blank=True, default=dict, editable=False)),
                ("relief", models.CharField(blank=True, editable=False, max_length=120)),
                ("group_id", models.PositiveBigIntegerField(db_index=True)),
                ("is_original", models.BooleanField(default=True)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("number", models.CharField(max_length=30, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("row_version", models.PositiveIntegerField()),
                ("published_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField(null=True)),
                ("page", models.TextField()),
                ("page_policy", models.PositiveSmallIntegerField()),
                ("headings", models.JSONField(default=list)),
                ("notes", models.JSONField(default=list)),
                ("sources", models.JSONField(default=list)),
                ("documents", models.JSONField(default=list)),
                ("text", models.TextField()),
                ("search_title", models.TextField(default="")),
                ("search_text", models.TextField(default="")),
                ("words", models.PositiveIntegerField(default=0)),
                ("picks", models.JSONField(default=list)),
                ("links_checked_at", models.DateTimeField(null=True)),
                ("share_image", models.CharField(default="", max_length=120)),
                ("share_tries", models.PositiveSmallIntegerField(default=0)),
                ("share_held_until", models.DateTimeField(null=True)),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="publication", to="articles.article"
                    ),
                ),
                (
                    "lead_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Without one the piece gets its own relief, drawn from its title.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_leads",
                        to="articles.image",
                        verbose_name="lead image",
                    ),
                ),
                ("regions", models.ManyToManyField(related_name="publications", to="articles.region")),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="articles.series",
                        verbose_name="series",
                    ),
                ),
                ("tags", models.ManyToManyField(related_name="publications", to="articles.tag")),
                ("topics", models.ManyToManyField(related_name="publications", to="articles.topic")),
            ],
            options={
                "verbose_name": "publication",
                "verbose_name_plural": "publications",
                "ordering": ["-published_at", "-id"],
                "indexes": [
                    models.Index(fields=["-published_at", "-id"], name="publication_newest"),
                    models.Index(fields=["kind", "-published_at", "-id"], name="publication_kind_newest"),
                    models.Index(fields=["series", "series_part"], name="publication_series_part"),
                    models.Index(fields=["links_checked_at"], name="publication_links_due"),
                    models.Index(condition=models.Q(("share_image", "")), fields=["id"], name="publication_share_due"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="version_from_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="Credit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("author", "author"),
                            ("editor", "editor"),
                            ("translator", "translator"),
                            ("contributor", "contributor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("native_name", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(blank=True, max_length=250)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="articles.person",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="credits", to="articles.publication"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("publication", "position"), name="one_credit_per_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="Printout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("file", models.CharField(blank=True, max_length=80)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("held_until", models.DateTimeField(null=True)),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="printouts", to="articles.publication"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("publication", "version"), name="one_printout_per_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="RelatedPick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="place")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="picks", to="articles.article"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picked_by",
                        to="articles.article",
                        verbose_name="piece",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-picked related piece",
                "verbose_name_plural": "hand-picked related pieces",
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("article", "to"), name="related_once")],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField(verbose_name="number")),
                ("version", models.PositiveIntegerField(null=True, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("save", "saved"),
                            ("hand_in", "handed in"),
                            ("approve", "approved"),
                            ("publish", "published"),
                            ("restore", "restored"),
                            ("import", "imported"),
                            ("ours", "kept before somebody else's text went over it"),
                        ],
                        default="save",
                        max_length=10,
                        verbose_name="kept as",
                    ),
                ),
                ("is_minor", models.BooleanField(default=False)),
                ("snapshot", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("by_name", models.CharField(blank=True, max_length=150, verbose_name="by")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="articles.article"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "ordering": ["-n"],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "n"), name="one_revision_per_number"),
                    models.UniqueConstraint(fields=("article", "version"), name="one_revision_per_version"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RevisionName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("by_name", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="naming", to="articles.revision"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.SlugField(
                        help_text="A short word for it: lezhvari-2024.", max_length=30, verbose_name="key"
                    ),
                ),
                ("author", models.CharField(blank=True, max_length=250, verbose_name="author")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "container",
                    models.CharField(
                        blank=True,
                        help_text="The journal, book, newspaper, site or publisher.",
                        max_length=250,
                        verbose_name="published in",
                    ),
                ),
                (
                    "date",
                    models.CharField(
                        blank=True,
                        help_text="As precise as it is known: 2024-05-03.",
                        max_length=40,
                        verbose_name="date",
                    ),
                ),
                ("address", ccsis.fields.WebAddressField(blank=True, verbose_name="address")),
                ("accessed_on", models.DateField(blank=True, null=True, verbose_name="read on")),
                ("archived", ccsis.fields.WebAddressField(blank=True, verbose_name="archived copy")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="place")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="articles.article"
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("article", "key"), name="source_key_once")],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.SlugField(
                        help_text='The word that the mark in the text names: <sup class="note"> with #fn-key.',
                        max_length=30,
                        verbose_name="key",
                    ),
                ),
                ("text", ccsis.fields.InlineHtmlField(blank=True, verbose_name="text")),
                (
                    "locator",
                    models.CharField(
                        blank=True, help_text="For example: p. 12.", max_length=60, verbose_name="place in it"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="articles.article"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        help_text="Cited in front of the text of the note.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notes",
                        to="articles.source",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("article", "key"), name="note_key_once")],
            },
        ),
        migrations.CreateModel(
            name="TaggedArticle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tagged", to="articles.article"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tagged", to="articles.tag"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("tag", "content_object"), name="tag_once_per_article")],
            },
        ),
        migrations.CreateModel(
            name="WorkingCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(blank=True, max_length=250)),
                ("fields", models.JSONField(default=list)),
                ("text_version", models.PositiveIntegerField(default=0)),
                ("is_same", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="working_copies",
                        to="articles.article",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="working_copies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at"],
                "indexes": [models.Index(fields=["article", "user"], name="copies_of_a_piece")],
            },
        ),
        migrations.AddField(
            model_name="Article",
            name="tags",
            field=taggit.managers.TaggableManager(
                blank=True,
                help_text="Commas part them: South Caucasus, gas, railways.",
                through="articles.TaggedArticle",
                to="articles.Tag",
                verbose_name="tags",
            ),
        ),
    ]
