"""What was said of a person is seen where the person is, and never changed."""

from django.db import migrations

from qianxiao.base.scope import protect, release

TABLE, PERSON = "households_confirmation", "EXISTS (SELECT FROM people_person p WHERE p.id = person_id)"
KEPT = (
    f"CREATE TRIGGER households_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();"
)


class Migration(migrations.Migration):
    dependencies = [("households", "0005_confirmation")]
    operations = [
        migrations.RunSQL(protect(TABLE, PERSON), release(TABLE)),
        migrations.RunSQL(KEPT, f"DROP TRIGGER households_kept ON {TABLE};"),
    ]
