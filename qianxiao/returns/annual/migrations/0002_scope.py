"""Forms are seen by the offices of their region; steps are only added to; figures of a signed form stay as they are."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

TABLES = ("annual_form", "annual_figure", "annual_step")
STILL = """
CREATE FUNCTION annual_still() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM annual_form f WHERE f.id = (CASE WHEN TG_OP = 'INSERT' THEN NEW.form_id ELSE OLD.form_id END)
        AND f.state IN ('signed', 'submitted', 'accepted')) THEN
        RAISE EXCEPTION 'a signed form does not change';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER annual_still BEFORE INSERT OR UPDATE OR DELETE ON annual_figure FOR EACH ROW EXECUTE FUNCTION annual_still();
CREATE TRIGGER annual_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON annual_step FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
CREATE TRIGGER annual_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON annual_layout FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
"""
FREE = """
DROP TRIGGER annual_stays ON annual_layout; DROP TRIGGER annual_added_to ON annual_step; DROP TRIGGER annual_still ON annual_figure;
DROP FUNCTION annual_still();
"""


class Migration(migrations.Migration):
    dependencies = [("annual", "0001_forms"), ("audit", "0003_chained_months")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region")) for table in TABLES) + STILL,
            FREE + "".join(release(table) for table in TABLES),
        )
    ]
