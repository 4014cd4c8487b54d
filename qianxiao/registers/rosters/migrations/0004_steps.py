"""What somebody did with an import, insert-only, under row security."""

import django.db.models.deletion
from django.db import migrations, models

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

# offices bear no code: '' must be nobody's, whatever a setting says
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
KEEP = """
CREATE FUNCTION rosters_insert_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history of imports is insert-only'; END $$;
CREATE TRIGGER rosters_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rosters_step
FOR EACH STATEMENT EXECUTE FUNCTION rosters_insert_only();
"""
FORGET = "DROP TRIGGER rosters_insert_only ON rosters_step; DROP FUNCTION rosters_insert_only();"


class Migration(migrations.Migration):
    dependencies = [("rosters", "0003_line_page"), ("accounts", "0002_posts")]
    operations = [
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("region", models.TextField(db_collation="C", default="")),
                ("org_code", models.TextField(db_collation="C", default="")),
                ("verb", models.CharField(max_length=10)),
                ("detail", models.JSONField(default=dict)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.CharField(max_length=64)),
                ("post", models.TextField(default="")),
                ("request_id", models.CharField(default="", max_length=32)),
                (
                    "imported",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="rosters.import"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["imported", "id"], name="import_steps")]},
        ),
        migrations.RunSQL(protect("rosters_step", in_ranges("region"), OWN), release("rosters_step")),
        migrations.RunSQL(KEEP, FORGET),
    ]
