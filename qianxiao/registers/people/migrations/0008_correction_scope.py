"""A correction is seen where its person is."""

from django.db import migrations

from qianxiao.base.scope import protect, release

TABLE, PERSON = "people_correction", "EXISTS (SELECT FROM people_person p WHERE p.id = person_id)"


class Migration(migrations.Migration):
    dependencies = [("people", "0007_correction")]
    operations = [migrations.RunSQL(protect(TABLE, PERSON), release(TABLE))]
