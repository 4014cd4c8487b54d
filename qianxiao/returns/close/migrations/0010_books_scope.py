"""Books are seen by the offices of their region; what was said and signed is only added to; a frozen month stays as it is."""

from django.db import migrations

from qianxiao.base.scope import by_index, in_ranges, protect, release

LISTS = ("close_side", "close_difference")
STEPS = ("close_bookstep", "close_signature")
# every table whose rows belong to a month that can be frozen
LINES = (
    *LISTS, "close_coveragecell", "close_person", "close_dutystate", "close_gapline", "close_dueline", "close_evidencelink", "close_doubt",
    "close_irregularity", "close_feedbackline", "close_feedbackorg", "close_returnfile", "close_snapshotfile",
)  # fmt: skip
FROZEN = """
CREATE FUNCTION close_still() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM close_close k WHERE k.state = 'frozen' AND EXISTS (SELECT 1 FROM changed c WHERE c.period = k.period)) THEN
        RAISE EXCEPTION 'a frozen month does not change';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION close_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.state = 'frozen' AND (TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD) THEN
        RAISE EXCEPTION 'a frozen month does not change';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER close_stays BEFORE UPDATE OR DELETE ON close_close FOR EACH ROW EXECUTE FUNCTION close_stays();
"""
THAWED = "DROP TRIGGER close_stays ON close_close; DROP FUNCTION close_stays(); DROP FUNCTION close_still();"
ADDED = "CREATE TRIGGER close_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();"
# a period is never changed, so the old rows of an update tell all
WHEN = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))


def _held(table: str) -> str:
    return "".join(
        f"CREATE TRIGGER close_still_{verb.lower()} AFTER {verb} ON {table} REFERENCING {side} TABLE AS changed"
        " FOR EACH STATEMENT EXECUTE FUNCTION close_still();\n"
        for verb, side in WHEN
    )


def _let_go(table: str) -> str:
    return "".join(f"DROP TRIGGER close_still_{verb.lower()} ON {table};\n" for verb, _side in WHEN)


class Migration(migrations.Migration):
    dependencies = [("close", "0009_books"), ("audit", "0003_chained_months")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, by_index("region")) for table in LISTS)
            + "".join(protect(table, in_ranges("region")) for table in STEPS)
            + FROZEN
            + "".join(ADDED.format(table) for table in STEPS)
            + "".join(_held(table) for table in LINES),
            "".join(_let_go(table) for table in LINES)
            + "".join(f"DROP TRIGGER close_added_to ON {table};" for table in STEPS)
            + THAWED
            + "".join(release(table) for table in (*LISTS, *STEPS)),
        )
    ]
