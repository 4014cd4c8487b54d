"""States and reports are seen by their school and the offices of its region; history and switches are only added to."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

TABLES = ("control_status", "control_statusevent", "control_report", "control_reportevent")
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
EVENTS = ("control_statusevent", "control_reportevent")
MAKE = "".join(
    f"CREATE TRIGGER control_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();\n"
    for table in EVENTS
) + (
    "CREATE TRIGGER control_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON control_switch"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();"
)
BACK = "".join(f"DROP TRIGGER control_no_truncate ON {table};\n" for table in EVENTS) + (
    "DROP TRIGGER control_insert_only ON control_switch;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("control", "0001_initial"),
        ("schools", "0002_scope"),
        ("people", "0012_person_registered"),
        ("audit", "0003_chained_months"),
    ]
    operations = [
        migrations.RunSQL(MAKE, BACK),
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region"), OWN) for table in TABLES),
            "".join(release(table) for table in TABLES),
        ),
    ]
