"""What findings name and stop, what others tell, who is called: by region; added to, never changed; a call is answered once."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

TABLES = ("integrity_target", "integrity_stop", "integrity_outside", "integrity_draw", "integrity_callback")
KEPT = ("integrity_target", "integrity_stop", "integrity_outside", "integrity_draw")
CALLED = """
CREATE FUNCTION integrity_called() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.answer NOT IN ('', 'unreached') OR to_jsonb(OLD) - '{answer,received,note,by,day}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{answer,received,note,by,day}'::text[] THEN
        RAISE EXCEPTION 'what somebody said on the telephone stays';
    END IF;
    IF NEW.by = ANY (NEW.decided_by) THEN RAISE EXCEPTION 'whoever decided does not call'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER integrity_called BEFORE UPDATE ON integrity_callback FOR EACH ROW EXECUTE FUNCTION integrity_called();
CREATE TRIGGER integrity_kept BEFORE DELETE OR TRUNCATE ON integrity_callback FOR EACH STATEMENT EXECUTE FUNCTION integrity_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("integrity", "0003_money"), ("payments", "0003_instalments")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region")) for table in TABLES)
            + "".join(
                f"CREATE TRIGGER integrity_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();\n"
                for table in KEPT
            )
            + CALLED,
            "DROP TRIGGER integrity_kept ON integrity_callback; DROP TRIGGER integrity_called ON integrity_callback; DROP FUNCTION integrity_called();\n"
            + "".join(f"DROP TRIGGER integrity_insert_only ON {table};\n" for table in KEPT)
            + "".join(release(table) for table in TABLES),
        )
    ]
