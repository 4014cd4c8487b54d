"""Modules are seen by their school and its offices; norms are public."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

OWN = f"(org_code <> '' AND {of_institutions('org_code')})"


class Migration(migrations.Migration):
    dependencies = [("curricula", "0001_initial"), ("people", "0012_person_registered")]
    operations = [
        migrations.RunSQL(
            protect("curricula_module", in_ranges("region"), OWN), release("curricula_module")
        ),
    ]
