"""Inspections are seen by the offices of their region; a plan with its seed, and what was said of a line, stay as they are."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

TABLES = ("supervision_inspection", "supervision_inspectionline")
KEPT = """
CREATE FUNCTION supervision_drawn() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.outcome <> '' OR (NEW.inspection_id, NEW.ref, NEW.place, NEW.region)
        IS DISTINCT FROM (OLD.inspection_id, OLD.ref, OLD.place, OLD.region) THEN
        RAISE EXCEPTION 'a sample stays as it was drawn, and what was said of it';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER supervision_drawn BEFORE UPDATE OR DELETE ON supervision_inspectionline FOR EACH ROW EXECUTE FUNCTION supervision_drawn();
CREATE TRIGGER supervision_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON supervision_inspection
    FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
"""
LET_GO = """
DROP TRIGGER supervision_added_to ON supervision_inspection;
DROP TRIGGER supervision_drawn ON supervision_inspectionline; DROP FUNCTION supervision_drawn();
"""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_inspections")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region")) for table in TABLES) + KEPT,
            LET_GO + "".join(release(table) for table in TABLES),
        )
    ]
