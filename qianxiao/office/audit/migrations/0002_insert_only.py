"""The database itself refuses to change or remove rows of the access log."""

from django.db import migrations

FORBID = """
CREATE FUNCTION audit_insert_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the access log is insert-only'; END $$;
CREATE TRIGGER audit_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_accesslog
FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
"""
ALLOW = "DROP TRIGGER audit_insert_only ON audit_accesslog; DROP FUNCTION audit_insert_only();"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
