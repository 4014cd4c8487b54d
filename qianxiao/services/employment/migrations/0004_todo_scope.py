"""Questions lie with whoever owns the record; an answered one stays as it is."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

KEPT = """
CREATE FUNCTION employment_answered() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.answer <> '' THEN RAISE EXCEPTION 'an answered question stays'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER employment_answered BEFORE UPDATE ON employment_todo FOR EACH ROW EXECUTE FUNCTION employment_answered();
"""
FREE = "DROP TRIGGER employment_answered ON employment_todo; DROP FUNCTION employment_answered();"


class Migration(migrations.Migration):
    dependencies = [("employment", "0003_todo")]
    operations = [
        migrations.RunSQL(protect("employment_todo", in_ranges("region")) + KEPT, FREE + release("employment_todo"))
    ]
