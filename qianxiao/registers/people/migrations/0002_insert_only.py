"""Decisions and history are only added to; emptying a whole table is refused as well."""

from django.db import migrations

EVENTS = ("people_personevent", "people_sealedevent", "people_enrolmentevent")
MAKE = "".join(
    f"CREATE TRIGGER people_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();\n"
    for table in EVENTS
) + (
    "CREATE TRIGGER people_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON people_decision"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();"
)
BACK = "".join(f"DROP TRIGGER people_no_truncate ON {table};\n" for table in EVENTS) + (
    "DROP TRIGGER people_insert_only ON people_decision;"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("audit", "0003_chained_months")]
    operations = [migrations.RunSQL(MAKE, BACK)]
