"""What is supervised is seen by the offices of its region; steps and minutes are only added to; an answer stays as it was given."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

ADDED_TO = ("supervision_step", "supervision_progressminute")
TABLES = (
    *ADDED_TO, "supervision_rectification", "supervision_progress", "supervision_progressanswer", "supervision_progressaction",
)  # fmt: skip
ADDED = (
    "CREATE TRIGGER supervision_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {0}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();\n"
)
KEPT = """
CREATE FUNCTION supervision_answered() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.answered_on IS NOT NULL THEN
        RAISE EXCEPTION 'an answer stays as it was given';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER supervision_answered BEFORE UPDATE OR DELETE ON supervision_progressanswer
    FOR EACH ROW EXECUTE FUNCTION supervision_answered();
"""
LET_GO = "DROP TRIGGER supervision_answered ON supervision_progressanswer; DROP FUNCTION supervision_answered();\n"


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_warnings"), ("audit", "0003_chained_months")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region")) for table in TABLES)
            + "".join(ADDED.format(table) for table in ADDED_TO)
            + KEPT,
            LET_GO
            + "".join(f"DROP TRIGGER supervision_added_to ON {table};\n" for table in ADDED_TO)
            + "".join(release(table) for table in TABLES),
        )
    ]
