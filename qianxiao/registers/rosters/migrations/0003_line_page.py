"""A tab of the preview is read in the order of the file by its rows' places: lines may be stored in any order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rosters", "0002_scope")]
    operations = [
        migrations.RemoveIndex("line", "line_page"),
        migrations.AddIndex("line", models.Index(fields=["imported", "verdict", "n"], name="line_page")),
    ]
