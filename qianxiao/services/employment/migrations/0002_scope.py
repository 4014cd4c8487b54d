"""Home and owner read a record, the owner alone writes it; the log is only added to, a state is only ended."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, release

_READ = f"({in_ranges('region')} OR {in_ranges('home')})"
_OWN = in_ranges("region")
# the inner table is under its own policy: who reads the record reads what goes along with it
_ALONG = "EXISTS (SELECT FROM employment_record r WHERE r.id = record_id)"
_ALONG_OWN = f"EXISTS (SELECT FROM employment_record r WHERE r.id = record_id AND {in_ranges('r.region')})"
TABLES = {
    "employment_record": (_READ, _OWN),
    "employment_spell": (_READ, _OWN),
    "employment_change": (_ALONG, _ALONG_OWN),
    "employment_trained": (_ALONG, _ALONG_OWN),
}


def protected(table: str, reads: str, writes: str) -> str:
    """SQL that shows rows under one condition and takes changes under another, for the table's owner as well."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY scope ON {table} FOR SELECT USING ({reads});\n"
        f"CREATE POLICY scope_new ON {table} FOR INSERT WITH CHECK ({writes});\n"
        f"CREATE POLICY scope_own ON {table} FOR UPDATE USING ({writes}) WITH CHECK ({writes});\n"
        f"CREATE POLICY scope_out ON {table} FOR DELETE USING ({writes});\n"
    )


def bare(table: str) -> str:
    """Undo `protected`."""
    more = "".join(f"DROP POLICY {name} ON {table};\n" for name in ("scope_new", "scope_own", "scope_out"))
    return more + release(table)


KEPT = """
CREATE FUNCTION employment_ended() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.valid_to <> 99991231 OR to_jsonb(OLD) - 'valid_to' IS DISTINCT FROM to_jsonb(NEW) - 'valid_to' THEN
        RAISE EXCEPTION 'a state that was is not written anew';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_ended BEFORE UPDATE ON employment_spell FOR EACH ROW EXECUTE FUNCTION employment_ended();
CREATE FUNCTION employment_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN RAISE EXCEPTION 'a state that was stays'; END $$;
CREATE TRIGGER employment_kept BEFORE DELETE OR TRUNCATE ON employment_spell FOR EACH STATEMENT EXECUTE FUNCTION employment_kept();
CREATE TRIGGER employment_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON employment_change
    FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
CREATE TRIGGER employment_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON employment_trained
    FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
"""
FREE = """
DROP TRIGGER employment_insert_only ON employment_trained; DROP TRIGGER employment_insert_only ON employment_change;
DROP TRIGGER employment_kept ON employment_spell; DROP TRIGGER employment_ended ON employment_spell; DROP FUNCTION employment_ended();
DROP FUNCTION employment_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("employment", "0001_initial"),
        ("people", "0012_person_registered"),
        ("audit", "0003_chained_months"),
    ]
    operations = [
        migrations.RunSQL(
            "".join(protected(table, *told) for table, told in TABLES.items()) + KEPT,
            FREE + "".join(bare(table) for table in TABLES),
        )
    ]
