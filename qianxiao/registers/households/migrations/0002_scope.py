"""Row security; and a version once written is only ever ended, never rewritten."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, protect, release

REGION = in_ranges("region")
# the inner tables are under their own policies, so that the answer follows the household, and the person
TABLES = {
    "households_household": REGION,
    "households_change": REGION,
    "households_tally": REGION,
    "households_householdversion": "EXISTS (SELECT FROM households_household h WHERE h.id = household_id)",
    "households_memberversion": "EXISTS (SELECT FROM people_person p WHERE p.id = person_id)",
}
FACTS = {
    "households_householdversion": "household_id, from_period, verb, fields, home, head, size, hh_attr, cause, exit_status,"
    " exit_year, monitor_type, risk_cleared_on",
    "households_memberversion": "person_id, household_id, number, from_period, verb, fields, home, name, id_mask, phone_mask,"
    " account_mask, sex, birth, relation, ethnic, edu, in_school, health, labour, hukou_type, identified_on,"
    " change_type, change_date, file, \"row\"",
}
KEPT = "".join(
    f"CREATE TRIGGER households_kept BEFORE UPDATE OF {columns} OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();\n"
    for table, columns in FACTS.items()
)


class Migration(migrations.Migration):
    dependencies = [("households", "0001_initial"), ("accounts", "0002_posts"), ("audit", "0003_chained_months")]
    operations = [
        migrations.RunSQL(
            "".join(protect(table, condition) for table, condition in TABLES.items()),
            "".join(release(table) for table in TABLES),
        ),
        migrations.RunSQL(KEPT, "".join(f"DROP TRIGGER households_kept ON {table};" for table in FACTS)),
    ]
