"""Services are seen where the household is kept; what stood there before is only added to."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

TABLES = ("outreach_service", "outreach_serviceevent")
MAKE = (
    "CREATE TRIGGER outreach_no_truncate BEFORE TRUNCATE ON outreach_serviceevent FOR EACH STATEMENT"
    " EXECUTE FUNCTION audit_insert_only();"
)
BACK = "DROP TRIGGER outreach_no_truncate ON outreach_serviceevent;"


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0001_initial"),
        ("households", "0007_member_place"),
        ("people", "0012_person_registered"),
        ("audit", "0003_chained_months"),
    ]
    operations = [
        migrations.RunSQL(MAKE, BACK),
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region")) for table in TABLES),
            "".join(release(table) for table in TABLES),
        ),
    ]
