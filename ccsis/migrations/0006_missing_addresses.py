from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("ccsis", "0005_changes")]

    operations = [
        migrations.CreateModel(
            name="MissingAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=300, unique=True, verbose_name="address")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="asked for")),
                ("referrer", models.CharField(blank=True, max_length=100, verbose_name="last link from")),
                ("first_seen_at", models.DateTimeField(verbose_name="first")),
                ("last_seen_at", models.DateTimeField(verbose_name="last")),
                ("is_ignored", models.BooleanField(default=False, verbose_name="ignored")),
            ],
            options={
                "verbose_name": "missing address",
                "verbose_name_plural": "missing addresses",
                "ordering": ["-count", "-last_seen_at", "path"],
                "default_permissions": ("view", "change", "delete"),
            },
        ),
        migrations.AlterModelOptions(
            name="redirect",
            options={
                "ordering": ["old_path"],
                "permissions": [("redirect_elsewhere", "Can let an old address lead to another site")],
                "verbose_name": "redirect",
                "verbose_name_plural": "redirects",
            },
        ),
        migrations.AlterField(
            model_name="redirect",
            name="new_path",
            field=models.CharField(
                db_index=True,
                help_text=(
                    "Begins with /, a page of this site. Only who has the right to may let an address lead to another "
                    "site: then it begins with https://."
                ),
                max_length=500,
                verbose_name="new address",
            ),
        ),
        migrations.RemoveConstraint(model_name="redirect", name="redirect_stays_on_this_site"),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=Q(old_path__startswith="/")
                & (
                    Q(new_path__startswith="https://")
                    | (Q(new_path__startswith="/") & ~Q(new_path__startswith="//") & ~Q(new_path__startswith="/\\"))
                ),
                name="redirect_says_where_it_leads",
                violation_error_message="Write both addresses from the first / on, like /analyses/the-pass/.",
            ),
        ),
    ]
