"""Teachers and what stood there before are seen by their institution and the offices of its region."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

TABLES = ("schools_teacher", "schools_teacherevent")
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"


class Migration(migrations.Migration):
    dependencies = [("schools", "0001_initial"), ("people", "0012_person_registered")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region"), OWN) for table in TABLES),
            "".join(release(table) for table in TABLES),
        )
    ]
