"""Places of classes are seen by their school and its offices; only added to."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

OWN = f"(org_code <> '' AND {of_institutions('org_code')})"


class Migration(migrations.Migration):
    dependencies = [("studies", "0006_places")]
    operations = [
        migrations.RunSQL(
            protect("studies_classplaces", in_ranges("region"), OWN), release("studies_classplaces")
        ),
        migrations.RunSQL(
            "CREATE TRIGGER studies_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON studies_classplaces"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();",
            "DROP TRIGGER studies_kept ON studies_classplaces;",
        ),
    ]
