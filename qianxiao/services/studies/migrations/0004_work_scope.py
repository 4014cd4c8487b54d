"""Applications and teachers are seen by their school and its offices, what is about a student where the student is."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
STUDENT = "EXISTS (SELECT FROM studies_student s WHERE s.id = student_id)"
OF_SCHOOL = ("studies_intakeplan", "studies_application", "studies_applicationevent", "studies_internpost",
             "studies_teacherrecord", "studies_serviceproof")  # fmt: skip
OF_STUDENT = ("studies_placement", "studies_recommendation", "studies_outcome", "studies_degreeproof", "studies_need")
FIXED = tuple(table for table in (*OF_SCHOOL, *OF_STUDENT) if table != "studies_application")
KEPT = "".join(
    f"CREATE TRIGGER studies_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();\n"
    for table in FIXED
)
FREED = "".join(f"DROP TRIGGER studies_kept ON {table};\n" for table in FIXED)


class Migration(migrations.Migration):
    dependencies = [("studies", "0003_work")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, in_ranges("region"), OWN) for table in OF_SCHOOL)
            + "".join(protect(table, STUDENT) for table in OF_STUDENT),
            "".join(release(table) for table in (*OF_SCHOOL, *OF_STUDENT)),
        ),
        migrations.RunSQL(KEPT, FREED),
    ]
