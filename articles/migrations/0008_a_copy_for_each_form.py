import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_desk")]

    operations = [
        migrations.AlterField(
            model_name="workingcopy",
            name="article",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="working_copies",
                to="articles.article",
            ),
        ),
        migrations.RemoveConstraint(model_name="workingcopy", name="one_copy_each_per_piece"),
        migrations.AddField(model_name="workingcopy", name="is_same", field=models.BooleanField(default=False)),
        migrations.AddIndex(
            model_name="workingcopy",
            index=models.Index(fields=["article", "user"], name="copies_of_a_piece"),
        ),
    ]
