"""Proposals are seen by the offices of their region; what was published never changes, steps are only added to."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

TABLES = ("policies_proposal", "policies_proposalstep")
FROZEN = """
CREATE FUNCTION policies_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.state IN ('published', 'withdrawn') THEN RAISE EXCEPTION 'what was published does not change'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policies_frozen BEFORE UPDATE ON policies_proposal FOR EACH ROW EXECUTE FUNCTION policies_frozen();
CREATE FUNCTION policies_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN RAISE EXCEPTION 'what was proposed stays'; END $$;
CREATE TRIGGER policies_kept BEFORE DELETE OR TRUNCATE ON policies_proposal FOR EACH STATEMENT EXECUTE FUNCTION policies_kept();
CREATE TRIGGER policies_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policies_proposalstep
    FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
"""
THAWED = """
DROP TRIGGER policies_insert_only ON policies_proposalstep; DROP TRIGGER policies_kept ON policies_proposal;
DROP TRIGGER policies_frozen ON policies_proposal; DROP FUNCTION policies_frozen(); DROP FUNCTION policies_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial"), ("audit", "0003_chained_months"), ("people", "0012_person_registered")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region")) for table in TABLES) + FROZEN,
            THAWED + "".join(release(table) for table in TABLES),
        )
    ]
