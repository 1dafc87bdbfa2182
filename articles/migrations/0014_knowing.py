from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_share_images")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="as_of",
            field=models.DateField(
                blank=True,
                help_text="What happened later is not in the piece.",
                null=True,
                verbose_name="analysis current as of",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="assessed",
            field=models.TextField(blank=True, help_text="One a line.", verbose_name="what we assess"),
        ),
        migrations.AddField(
            model_name="article",
            name="confidence",
            field=models.CharField(
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
        migrations.AddField(
            model_name="article",
            name="fieldwork",
            field=models.TextField(
                blank=True,
                help_text="One a line, place and time: Stepantsminda, September 2026.",
                verbose_name="fieldwork",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="known",
            field=models.TextField(blank=True, help_text="One a line.", verbose_name="what we know"),
        ),
        migrations.AddField(
            model_name="article",
            name="not_known",
            field=models.TextField(blank=True, help_text="One a line.", verbose_name="what we do not know"),
        ),
        migrations.AddField(
            model_name="article",
            name="recommendations",
            field=models.TextField(
                blank=True,
                help_text="A line that ends with a colon says to whom, such as “To the government of Armenia:”. Each line below it is one recommendation. The next line with a colon begins the next address.",
                verbose_name="recommendations",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="republication",
            field=models.CharField(
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
        migrations.AddField(
            model_name="article",
            name="source_kinds",
            field=models.JSONField(blank=True, default=list, verbose_name="kinds of sources"),
        ),
        migrations.AddField(
            model_name="article",
            name="source_remark",
            field=models.CharField(
                blank=True,
                help_text="For example: fourteen interviews with carriers; names are held by the editors.",
                max_length=300,
                verbose_name="about the sources",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="what_to_do",
            field=models.TextField(blank=True, verbose_name="what should be done?"),
        ),
        migrations.AddField(
            model_name="article",
            name="whats_new",
            field=models.TextField(
                blank=True,
                help_text="The three questions stand in the place of the key points as soon as one of them is answered.",
                verbose_name="what is new?",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="why_it_matters",
            field=models.TextField(blank=True, verbose_name="why does it matter?"),
        ),
        migrations.AddField(
            model_name="publication",
            name="as_of",
            field=models.DateField(
                blank=True,
                help_text="What happened later is not in the piece.",
                null=True,
                verbose_name="analysis current as of",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="assessed",
            field=models.TextField(blank=True, help_text="One a line.", verbose_name="what we assess"),
        ),
        migrations.AddField(
            model_name="publication",
            name="confidence",
            field=models.CharField(
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
        migrations.AddField(
            model_name="publication",
            name="fieldwork",
            field=models.TextField(
                blank=True,
                help_text="One a line, place and time: Stepantsminda, September 2026.",
                verbose_name="fieldwork",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="known",
            field=models.TextField(blank=True, help_text="One a line.", verbose_name="what we know"),
        ),
        migrations.AddField(
            model_name="publication",
            name="not_known",
            field=models.TextField(blank=True, help_text="One a line.", verbose_name="what we do not know"),
        ),
        migrations.AddField(
            model_name="publication",
            name="recommendations",
            field=models.TextField(
                blank=True,
                help_text="A line that ends with a colon says to whom, such as “To the government of Armenia:”. Each line below it is one recommendation. The next line with a colon begins the next address.",
                verbose_name="recommendations",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="republication",
            field=models.CharField(
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
        migrations.AddField(
            model_name="publication",
            name="source_kinds",
            field=models.JSONField(blank=True, default=list, verbose_name="kinds of sources"),
        ),
        migrations.AddField(
            model_name="publication",
            name="source_remark",
            field=models.CharField(
                blank=True,
                help_text="For example: fourteen interviews with carriers; names are held by the editors.",
                max_length=300,
                verbose_name="about the sources",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="what_to_do",
            field=models.TextField(blank=True, verbose_name="what should be done?"),
        ),
        migrations.AddField(
            model_name="publication",
            name="whats_new",
            field=models.TextField(
                blank=True,
                help_text="The three questions stand in the place of the key points as soon as one of them is answered.",
                verbose_name="what is new?",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="why_it_matters",
            field=models.TextField(blank=True, verbose_name="why does it matter?"),
        ),
    ]
