"""Students are seen by their school, the offices of its region and of the home; what happened is only added to."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
STUDENT = "EXISTS (SELECT FROM studies_student s WHERE s.id = student_id)"
BELOW = ("studies_statusevent", "studies_termentry")
BOTH = tuple(f"({column} <> '' AND {of_institutions(column)})" for column in ("org_one", "org_two"))
PLACES = tuple(in_ranges(column) for column in ("region_one", "region_two", "home"))
KEPT = "".join(
    f"CREATE TRIGGER studies_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();\n"
    for table in BELOW
)
FREED = "".join(f"DROP TRIGGER studies_kept ON {table};\n" for table in BELOW)
NUMBERS = "CREATE SEQUENCE studies_reg_no MAXVALUE 9999999;"


class Migration(migrations.Migration):
    dependencies = [("studies", "0001_initial"), ("people", "0012_person_registered")]
    operations = [
        migrations.RunSQL(NUMBERS, "DROP SEQUENCE studies_reg_no;"),
        migrations.RunSQL(
            protect("studies_student", in_ranges("region"), in_ranges("home"), OWN),
            release("studies_student"),
        ),
        migrations.RunSQL(protect("studies_conflict", *PLACES, *BOTH), release("studies_conflict")),
        migrations.RunSQL(
            "".join(protect(table, STUDENT) for table in BELOW), "".join(release(table) for table in BELOW)
        ),
        migrations.RunSQL(KEPT, FREED),
    ]
