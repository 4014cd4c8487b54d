"""A move is seen from both sides."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

TABLE = "households_move"
BOTH = (in_ranges("region_from"), in_ranges("region_to"))


class Migration(migrations.Migration):
    dependencies = [("households", "0003_move"), ("people", "0005_history_follows")]
    operations = [migrations.RunSQL(protect(TABLE, *BOTH), release(TABLE))]
