"""Applications and visitors are seen by the school and the offices of its region; weights are only added to."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

TABLES = ("keylists_application", "keylists_majorchoice", "keylists_contact")
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
MAKE = "".join(protect(table, in_ranges("region"), OWN) for table in TABLES) + (
    "CREATE TRIGGER keylists_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON keylists_weight"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();"
)
BACK = "DROP TRIGGER keylists_insert_only ON keylists_weight;" + "".join(release(table) for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("keylists", "0001_initial"), ("schools", "0002_scope"), ("audit", "0003_chained_months")]
    operations = [migrations.RunSQL(MAKE, BACK)]
