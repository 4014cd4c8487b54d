"""Row security: figures and files by region, deliveries also by institution; receipts are only added to."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

PLACED = ("matching_figure", "matching_fault", "matching_received")
OWNED = ("matching_delivery", "matching_receipt")
# offices bear no code: '' must be nobody's, whatever a setting says
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
KEEP = (
    "CREATE TRIGGER matching_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matching_receipt"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();"
)


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_batches"), ("audit", "0003_chained_months")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region")) for table in PLACED)
            + "".join(protect(table, in_ranges("region"), OWN) for table in OWNED),
            "".join(release(table) for table in (*PLACED, *OWNED)),
        ),
        migrations.RunSQL(KEEP, "DROP TRIGGER matching_insert_only ON matching_receipt;"),
    ]
