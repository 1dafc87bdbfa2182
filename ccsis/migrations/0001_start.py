import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("template", models.CharField(max_length=100, verbose_name="template")),
                ("language", models.CharField(default="en", max_length=16, verbose_name="language")),
                ("recipient", models.EmailField(blank=True, max_length=254, verbose_name="recipient")),
                (
                    "params",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("links", models.JSONField(blank=True, default=dict)),
                ("key", models.CharField(blank=True, max_length=200, null=True, unique=True)),
                ("about", models.CharField(blank=True, db_index=True, max_length=100, verbose_name="about")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "waiting to be sent"),
                            ("held", "held, can still be cancelled"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("failed", "given up"),
                            ("uncertain", "uncertain: may have been sent"),
                            ("cancelled", "cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("hold_until", models.DateTimeField(blank=True, null=True, verbose_name="held until")),
                ("send_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="next try")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("error", models.CharField(blank=True, max_length=500, verbose_name="what the last try said")),
                ("harmless_twice", models.BooleanField(default=False, verbose_name="a double does no harm")),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="subject")),
                ("text", models.TextField(blank=True, verbose_name="text, as sent")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written")),
                ("sending_since", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ["-created_at", "-id"],
                "permissions": [("resend_letter", "Can send a letter again or cancel one that is held")],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["queued", "held"])),
                        fields=["send_at", "id"],
                        name="letter_due",
                    ),
                    models.Index(
                        condition=models.Q(("status", "sending")), fields=["sending_since"], name="letter_half_sent"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["queued", "held", "sending", "sent", "failed", "uncertain", "cancelled"])
                        ),
                        name="letter_status_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "old_path",
                    models.CharField(
                        help_text="Begins with /, without the name of the site: /2021/03/the-pass/ in any script. Of a WordPress site also /?p=123 and /?cat=4; what else stands in a query does not matter.",
                        max_length=500,
                        unique=True,
                        verbose_name="old address",
                    ),
                ),
                (
                    "new_path",
                    models.CharField(
                        db_index=True,
                        help_text="Begins with /, a page of this site.",
                        max_length=500,
                        verbose_name="new address",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="since"),
                ),
            ],
            options={
                "verbose_name": "redirect",
                "verbose_name_plural": "redirects",
                "ordering": ["old_path"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("old_path__startswith", "/"),
                            ("new_path__startswith", "/"),
                            models.Q(("new_path__startswith", "//"), _negated=True),
                            models.Q(("new_path__startswith", "/\\"), _negated=True),
                        ),
                        name="redirect_stays_on_this_site",
                        violation_error_message="Write both addresses from the first / on, like /analyses/the-pass/.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("old_path", models.F("new_path")), _negated=True),
                        name="redirect_leads_elsewhere",
                        violation_error_message="This would lead back to itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        default="Caucasus Center for Strategic and International Studies",
                        help_text="The full name: in page titles, feeds, citations and letters.",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                (
                    "wordmark",
                    models.CharField(
                        default="CCSIS",
                        help_text="The few letters beside the sign in the masthead.",
                        max_length=20,
                        verbose_name="wordmark",
                    ),
                ),
                (
                    "strapline",
                    models.CharField(
                        blank=True,
                        help_text="One sentence on what we do, for the home page and feeds.",
                        max_length=160,
                        verbose_name="strapline",
                    ),
                ),
                (
                    "contact_address",
                    models.EmailField(
                        blank=True,
                        help_text="Readers see it, and answers to our letters go there.",
                        max_length=254,
                        verbose_name="contact address",
                    ),
                ),
                (
                    "footer",
                    models.CharField(
                        blank=True,
                        help_text="One or two sentences at the foot of every page.",
                        max_length=300,
                        verbose_name="footer",
                    ),
                ),
                (
                    "mail_signature",
                    models.TextField(
                        blank=True,
                        help_text="Stands under every letter. Left empty, it is the name of the site.",
                        max_length=500,
                        verbose_name="mail signature",
                    ),
                ),
                (
                    "licence_name",
                    models.CharField(
                        blank=True,
                        default="CC BY 4.0",
                        help_text="As readers see it.",
                        max_length=80,
                        verbose_name="licence of our texts",
                    ),
                ),
                (
                    "licence_address",
                    models.URLField(
                        blank=True,
                        default="https://creativecommons.org/licenses/by/4.0/",
                        verbose_name="address of the licence",
                    ),
                ),
                (
                    "has_proof_of_work",
                    models.BooleanField(
                        default=False,
                        help_text="Turn it on when programs fill in the form for simulations. The browser then does a small sum by itself while somebody writes: nothing to click, nobody else is asked, about a second on a computer and a few on an old telephone. Whoever sends without it (no JavaScript, or a program) is not refused; the moderators see a sign of spam beside the text, and the form offers the contact address as another way.",
                        verbose_name="ask browsers for a proof of work",
                    ),
                ),
            ],
            options={
                "verbose_name": "site settings",
                "verbose_name_plural": "site settings",
                "default_permissions": ("view", "change"),
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="site_settings_is_one_row")],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                (
                    "username",
                    models.CharField(
                        help_text="A short handle: colleagues mention it as @name, and one may log in with it.",
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9_-]*\\Z", "Use small Latin letters, digits, - and _, like nino-k."
                            )
                        ],
                        verbose_name="user name",
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="As colleagues should see it.", max_length=150, verbose_name="name"),
                ),
                ("is_staff", models.BooleanField(default=True, verbose_name="may enter the desk")),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Take this away instead of deleting an account; it ends all sessions.",
                        verbose_name="active",
                    ),
                ),
                ("session_version", models.PositiveIntegerField(default=0, editable=False)),
                ("wants_first_steps", models.BooleanField(default=True, editable=False)),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="since"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "ordering": ["name", "id"],
                "permissions": [("assign_roles", "Can give roles that hold more rights than one's own")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="user_email_is_folded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("username", django.db.models.functions.text.Lower("username"))),
                        name="user_username_is_folded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=60, verbose_name="label")),
                (
                    "address",
                    models.CharField(
                        help_text="A page of ours like /about/, or a full address.",
                        max_length=300,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(/(?!/)|https?://|mailto:)\\S*\\Z",
                                "Begin with / for a page of ours, or with https:// for another site, or with mailto:.",
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "settings",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="ccsis.sitesettings"
                    ),
                ),
            ],
            options={
                "verbose_name": "link in the footer",
                "verbose_name_plural": "links in the footer",
                "ordering": ["position", "id"],
                "default_permissions": (),
            },
        ),
    ]
