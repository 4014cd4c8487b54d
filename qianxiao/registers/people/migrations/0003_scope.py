"""Row security: a person and its history where the record is kept, numbers and registers where the person is."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

REGION = in_ranges("region")
# the inner table is under its own policy, so that the answer follows the person
PERSON = "EXISTS (SELECT FROM people_person p WHERE p.id = person_id)"
BOTH = f"({in_ranges('region_one')} AND {in_ranges('region_two')})"
TABLES = {
    "people_person": REGION,
    "people_personevent": REGION,
    "people_sealed": PERSON,
    "people_sealedevent": PERSON,
    "people_enrolment": PERSON,
    "people_enrolmentevent": PERSON,
    "people_duplicate": BOTH,
}


class Migration(migrations.Migration):
    dependencies = [("people", "0002_insert_only"), ("accounts", "0002_posts")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, condition) for table, condition in TABLES.items()),
            "".join(release(table) for table in TABLES),
        ),
    ]
