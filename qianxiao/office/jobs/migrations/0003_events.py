"""Who cancelled a job, insert-only, under row security."""

import django.db.models.deletion
from django.db import migrations, models

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

# offices bear no code: '' must be nobody's, whatever a setting says
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
KEEP = """
CREATE FUNCTION jobs_insert_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history of jobs is insert-only'; END $$;
CREATE TRIGGER jobs_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON jobs_jobevent
FOR EACH STATEMENT EXECUTE FUNCTION jobs_insert_only();
"""
FORGET = "DROP TRIGGER jobs_insert_only ON jobs_jobevent; DROP FUNCTION jobs_insert_only();"


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_scope"), ("accounts", "0002_posts")]
    operations = [
        migrations.CreateModel(
            name="JobEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("region", models.TextField(db_collation="C", default="")),
                ("org_code", models.TextField(db_collation="C", default="")),
                ("verb", models.CharField(max_length=8)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.CharField(max_length=64)),
                ("post", models.TextField(default="")),
                ("request_id", models.CharField(default="", max_length=32)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="jobs.job"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(protect("jobs_jobevent", in_ranges("region"), OWN), release("jobs_jobevent")),
        migrations.RunSQL(KEEP, FORGET),
    ]
