"""Notices are seen by the offices of their county; what was put up never changes, what was read back is only added to."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

TABLES = ("notices_notice", "notices_noticeline", "notices_noticeday", "notices_objection")
MOVES = {
    "notices_notice": ("state", "ended_on", "withdrawn_by", "reason"),
    "notices_noticeline": ("state",),
}


def _frozen(table: str) -> str:
    moves = ",".join(MOVES[table])
    return f"""
CREATE FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF to_jsonb(OLD) - '{{{moves}}}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{{{moves}}}'::text[]
        OR (OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn') THEN
        RAISE EXCEPTION 'what was put up does not change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_frozen();
"""


MAKE = "".join(protect(table, in_ranges("region")) for table in TABLES) + "".join(map(_frozen, MOVES)) + """
CREATE FUNCTION notices_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN RAISE EXCEPTION 'what was put up stays'; END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION notices_kept();\n"
    for table in ("notices_notice", "notices_noticeline", "notices_objection")
) + """
CREATE TRIGGER notices_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON notices_noticeday
    FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
"""
BACK = "DROP TRIGGER notices_insert_only ON notices_noticeday;\n" + "".join(
    f"DROP TRIGGER {table}_kept ON {table};\n" for table in ("notices_notice", "notices_noticeline", "notices_objection")
) + "DROP FUNCTION notices_kept();\n" + "".join(
    f"DROP TRIGGER {table}_frozen ON {table}; DROP FUNCTION {table}_frozen();\n" for table in MOVES
) + "".join(release(table) for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("people", "0012_person_registered"), ("audit", "0003_chained_months")]
    operations = [migrations.RunSQL(MAKE, BACK)]
