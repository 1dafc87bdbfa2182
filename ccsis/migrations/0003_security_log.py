import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from ccsis import unchangeable


def lock(apps, schema_editor):
    unchangeable.lock(schema_editor.connection, apps.get_model("ccsis", "SecurityEvent"))


def lift(apps, schema_editor):
    unchangeable.lift(schema_editor.connection, apps.get_model("ccsis", "SecurityEvent"))


class Migration(migrations.Migration):
    dependencies = [("ccsis", "0002_wordings")]

    operations = [
        migrations.CreateModel(
            name="SecurityEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="when")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("login", "logged in"),
                            ("login_failed", "login refused: name or password"),
                            ("factor_failed", "login refused: second factor"),
                            ("logout", "logged out"),
                            ("sessions_ended", "ended the other sessions"),
                            ("password", "set a password"),
                            ("factor", "changed the second factor"),
                            ("factor_reset", "took away a colleague’s second factor"),
                            ("rights", "changed an account or its rights"),
                            ("published", "changed what readers see"),
                            ("decided", "decided on a simulation"),
                            ("deleted", "deleted"),
                            ("exported", "exported"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("actor_name", models.CharField(blank=True, max_length=150, verbose_name="who")),
                ("about", models.CharField(blank=True, db_index=True, max_length=100, verbose_name="about")),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="details")),
                ("network", models.CharField(blank=True, max_length=40, verbose_name="from")),
                (
                    "actor",
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
                "verbose_name": "entry of the security log",
                "verbose_name_plural": "security log",
                "ordering": ["-at", "-id"],
                "default_permissions": ("view",),
            },
        ),
        migrations.RunPython(lock, lift),
    ]
