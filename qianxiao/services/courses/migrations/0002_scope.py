"""Rows about learners: for the learner, the offices of the home, the institution that keeps the course; what is told stays."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, of_person, protect, release

TABLES = tuple(
    f"courses_{name}" for name in ("learner", "learning", "progress", "beat", "proof", "statement")
)
KEPT = ("courses_beat", "courses_proof", "courses_statement")
ALLOWED = (in_ranges("home"), f"(org_code <> '' AND {of_institutions('org_code')})", of_person("person_id"))
MAKE = "".join(protect(table, *ALLOWED) for table in TABLES) + "".join(
    f"CREATE TRIGGER courses_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();\n"
    for table in KEPT
)
BACK = "".join(f"DROP TRIGGER courses_insert_only ON {table};\n" for table in KEPT) + "".join(
    release(table) for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial"), ("people", "0012_person_registered"), ("audit", "0003_chained_months")]
    operations = [migrations.RunSQL(MAKE, BACK)]
