"""What is due is seen by whoever pays, whoever keeps the record, the institution of the record, and the person."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, of_person, protect, release

TABLE, EVENT = "entitlements_entitlement", "entitlements_entitlementevent"
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
ROW = "EXISTS (SELECT FROM entitlements_entitlement e WHERE e.id = pgh_obj_id)"


class Migration(migrations.Migration):
    dependencies = [("entitlements", "0001_initial"), ("people", "0012_person_registered")]
    operations = [
        migrations.RunSQL(
            protect(TABLE, in_ranges("county"), in_ranges("region"), OWN, of_person("person_id")) + protect(EVENT, ROW),
            release(EVENT) + release(TABLE),
        )
    ]
