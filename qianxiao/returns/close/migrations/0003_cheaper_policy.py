"""The policies anew, as base/scope writes them now: the same rows, without misleading the planner."""

from importlib import import_module

from django.db import migrations

from qianxiao.base.scope import protect, release

TABLES = import_module("qianxiao.returns.close.migrations.0002_regions_everywhere").TABLES


class Migration(migrations.Migration):
    dependencies = [("close", "0002_regions_everywhere")]
    operations = [
        migrations.RunSQL(
            "".join(release(table) + protect(table, *conditions) for table, conditions in TABLES.items()),
            migrations.RunSQL.noop,
        )
    ]
