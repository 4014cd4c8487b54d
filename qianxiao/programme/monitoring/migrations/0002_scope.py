"""Records and cases are seen by the school, the offices of its region and of the home; steps of cases are only added to."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

TABLES = ("monitoring_record", "monitoring_case", "monitoring_casestep")
ALLOWED = (in_ranges("region"), in_ranges("home"), f"(org_code <> '' AND {of_institutions('org_code')})")
MAKE = "".join(protect(table, *ALLOWED) for table in TABLES) + (
    "CREATE TRIGGER monitoring_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON monitoring_casestep"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();"
)
BACK = "DROP TRIGGER monitoring_insert_only ON monitoring_casestep;" + "".join(release(table) for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial"), ("studies", "0002_scope")]
    operations = [migrations.RunSQL(MAKE, BACK)]
