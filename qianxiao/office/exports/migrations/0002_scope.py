"""Row security: offices see exports of their regions, institutions their own; what was done with them is insert-only."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

# offices bear no code: '' must be nobody's, whatever a setting says
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
TABLES = ("exports_export", "exports_exportstep")
KEEP = """
CREATE FUNCTION exports_insert_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history of exports is insert-only'; END $$;
CREATE TRIGGER exports_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON exports_exportstep
FOR EACH STATEMENT EXECUTE FUNCTION exports_insert_only();
"""
FORGET = "DROP TRIGGER exports_insert_only ON exports_exportstep; DROP FUNCTION exports_insert_only();"


class Migration(migrations.Migration):
    dependencies = [("exports", "0001_initial"), ("accounts", "0002_posts")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region"), OWN) for table in TABLES),
            "".join(release(table) for table in TABLES),
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
