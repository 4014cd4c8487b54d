"""Examiners and rooms held once; exams, candidates, certificates seen by their body and the offices of its region."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

TABLES = ("exam", "examevent", "candidate", "candidateevent", "certificate", "certificateevent")
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
# one row holds two examiners: both stand in one table of who is where
_AT = "lpad(day::text, 8, '0') || lpad({}::text, 4, '0')"
_SPAN = "region_range({0}::text || '|' || " + _AT.format("lo") + ", {0}::text || '|' || " + _AT.format("hi") + ")"
HELD = "".join(
    f"ALTER TABLE evaluation_exam ADD CONSTRAINT exam_{name}_once EXCLUDE USING gist (({_SPAN.format(column)}) WITH &&) WHERE (live);\n"
    for name, column in (("room", "room_id"), ("examiner", "examiner_id"), ("second", "second_examiner_id"))
)
FREE = "".join(f"ALTER TABLE evaluation_exam DROP CONSTRAINT exam_{name}_once;\n" for name in ("room", "examiner", "second"))
KEEP = "".join(
    f"CREATE TRIGGER evaluation_no_truncate BEFORE TRUNCATE ON evaluation_{table} FOR EACH STATEMENT"
    " EXECUTE FUNCTION audit_insert_only();\n"
    for table in TABLES
    if table.endswith("event")
)
BACK = "".join(f"DROP TRIGGER evaluation_no_truncate ON evaluation_{table};\n" for table in TABLES if table.endswith("event"))


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial"), ("people", "0012_person_registered"), ("schools", "0002_scope"),
                    ("audit", "0003_chained_months")]  # fmt: skip
    operations = [
        migrations.RunSQL(HELD, FREE),
        migrations.RunSQL(KEEP, BACK),
        migrations.RunSQL(
            "".join(protect(f"evaluation_{table}", in_ranges("region"), OWN) for table in TABLES),
            "".join(release(f"evaluation_{table}") for table in TABLES),
        ),
    ]
