"""Row security: offices see duties of their region, institutions their own; what happened stays as written."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

# offices bear no code: '' must be nobody's, whatever a setting says
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
TABLES = ("duties_duty", "duties_dutyevent")
KEEP = """
CREATE FUNCTION duties_insert_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history of duties is insert-only'; END $$;
CREATE TRIGGER duties_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON duties_dutyevent
FOR EACH STATEMENT EXECUTE FUNCTION duties_insert_only();
"""
FORGET = "DROP TRIGGER duties_insert_only ON duties_dutyevent; DROP FUNCTION duties_insert_only();"


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial"), ("accounts", "0002_posts")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region"), OWN) for table in TABLES),
            "".join(release(table) for table in TABLES),
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
