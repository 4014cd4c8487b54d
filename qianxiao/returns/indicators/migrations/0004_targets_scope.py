"""Targets are seen by the offices of their region; what was done with a split is only added to."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

TABLES = ("indicators_target", "indicators_targetstep")
ADDED = (
    "CREATE TRIGGER indicators_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON indicators_targetstep"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();"
)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_targets"), ("audit", "0003_chained_months")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region")) for table in TABLES) + ADDED,
            "DROP TRIGGER indicators_added_to ON indicators_targetstep;"
            + "".join(release(table) for table in TABLES),
        )
    ]
