"""Reports are seen by the offices of their region; versions and what was done with them are only added to."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

TABLES = ("analysis_report", "analysis_reportstep")
ADDED = "".join(
    f"CREATE TRIGGER {table}_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();"
    for table in TABLES
)
LET_GO = "".join(f"DROP TRIGGER {table}_added_to ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("analysis", "0001_reports"), ("audit", "0003_chained_months")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region")) for table in TABLES) + ADDED,
            LET_GO + "".join(release(table) for table in TABLES),
        )
    ]
