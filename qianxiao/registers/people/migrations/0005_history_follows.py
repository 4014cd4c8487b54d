"""What stood in a person's record before is seen where the person is now, so that it moves along."""

from importlib import import_module

from django.db import migrations

from qianxiao.base.scope import protect, release

BEFORE = import_module("qianxiao.registers.people.migrations.0003_scope").TABLES["people_personevent"]
TABLE, PERSON = "people_personevent", "EXISTS (SELECT FROM people_person p WHERE p.id = pgh_obj_id)"


class Migration(migrations.Migration):
    dependencies = [("people", "0004_handed")]
    operations = [
        migrations.RunSQL(release(TABLE) + protect(TABLE, PERSON), release(TABLE) + protect(TABLE, BEFORE)),
    ]
