"""Row security: a doubt where the person lives, rulings where the doubt is; rulings are only added to."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

# the inner table is under its own policy, so that a ruling follows its doubt
DOUBT = "EXISTS (SELECT FROM matching_doubt d WHERE d.id = doubt_id)"
KEEP = (
    "CREATE TRIGGER matching_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matching_ruling"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();"
)


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial"), ("accounts", "0002_posts"), ("audit", "0003_chained_months")]
    operations = [
        migrations.RunSQL(
            protect("matching_doubt", in_ranges("region")) + protect("matching_ruling", DOUBT),
            release("matching_doubt") + release("matching_ruling"),
        ),
        migrations.RunSQL(KEEP, "DROP TRIGGER matching_insert_only ON matching_ruling;"),
    ]
