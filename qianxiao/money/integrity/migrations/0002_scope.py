"""Findings are seen by the offices of their region; what was found never changes, what was said is only added to."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

TABLES = ("integrity_finding", "integrity_findingstep")
MOVES = ("state", "answer", "looked_by", "closed_by")
FROZEN = f"""
CREATE FUNCTION integrity_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF to_jsonb(OLD) - '{{{",".join(MOVES)}}}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{{{",".join(MOVES)}}}'::text[] OR OLD.state = 'closed' THEN
        RAISE EXCEPTION 'what was found does not change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER integrity_frozen BEFORE UPDATE ON integrity_finding FOR EACH ROW EXECUTE FUNCTION integrity_frozen();
CREATE FUNCTION integrity_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN RAISE EXCEPTION 'what was found stays'; END $$;
CREATE TRIGGER integrity_kept BEFORE DELETE OR TRUNCATE ON integrity_finding FOR EACH STATEMENT EXECUTE FUNCTION integrity_kept();
CREATE TRIGGER integrity_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON integrity_findingstep
    FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
"""
THAWED = """
DROP TRIGGER integrity_insert_only ON integrity_findingstep; DROP TRIGGER integrity_kept ON integrity_finding;
DROP TRIGGER integrity_frozen ON integrity_finding; DROP FUNCTION integrity_frozen(); DROP FUNCTION integrity_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("integrity", "0001_initial"), ("people", "0012_person_registered"), ("audit", "0003_chained_months"),
                    ("training", "0002_partitions"), ("evaluation", "0001_initial"), ("studies", "0001_initial")]  # fmt: skip
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region")) for table in TABLES) + FROZEN,
            THAWED + "".join(release(table) for table in TABLES),
        )
    ]
