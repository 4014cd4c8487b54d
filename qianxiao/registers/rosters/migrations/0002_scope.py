"""Row security: offices see rosters of their regions, institutions their own; what was held stays as it was written."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

# offices bear no code: '' must be nobody's, whatever a setting says
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
TABLES = ("rosters_import", "rosters_line", "rosters_entry", "rosters_entryevent")
# What is held, or was, is never taken away or rewritten; only lines that were not taken in are dropped or answered.
KEEP = """
CREATE FUNCTION rosters_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        RAISE EXCEPTION 'what rosters hold is insert-only';
    END IF;
    IF EXISTS (SELECT FROM changed c JOIN rosters_import i ON i.id = c.imported_id WHERE i.taken > 0) THEN
        RAISE EXCEPTION 'lines of an import that was taken in stay';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER rosters_lines_stay AFTER DELETE ON rosters_line REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION rosters_held();
CREATE TRIGGER rosters_no_truncate BEFORE TRUNCATE ON rosters_line FOR EACH STATEMENT EXECUTE FUNCTION rosters_held();
CREATE TRIGGER rosters_no_truncate BEFORE TRUNCATE ON rosters_entry FOR EACH STATEMENT EXECUTE FUNCTION rosters_held();
CREATE TRIGGER rosters_no_truncate BEFORE TRUNCATE ON rosters_entryevent FOR EACH STATEMENT EXECUTE FUNCTION rosters_held();
"""
FORGET = """
DROP TRIGGER rosters_lines_stay ON rosters_line; DROP TRIGGER rosters_no_truncate ON rosters_line;
DROP TRIGGER rosters_no_truncate ON rosters_entry; DROP TRIGGER rosters_no_truncate ON rosters_entryevent;
DROP FUNCTION rosters_held();
"""


class Migration(migrations.Migration):
    dependencies = [("rosters", "0001_initial"), ("accounts", "0002_posts")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region"), OWN) for table in TABLES),
            "".join(release(table) for table in TABLES),
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
