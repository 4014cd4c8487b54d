"""The policies of people's lines by index; what came along with somebody handed over only where it is asked for."""

from importlib import import_module

from django.db import migrations

from qianxiao.base.scope import by_index, by_index_or, protect, release

BEFORE = import_module("qianxiao.returns.close.migrations.0007_follows_the_person")
# Planned only when it is called, which a list never does. The tables inside are under the caller's own policies.
NUMBERS = """
CREATE FUNCTION close_came_along() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT array_agg(e.number) FROM people_person p JOIN people_enrolment e ON e.person_id = p.id
    WHERE p.handed AND e.register = 'poor'
$$;
"""
ALONG = by_index_or("region", "person_no = ANY ((SELECT close_came_along())::text[])")
OLD = {
    **{table: (*BEFORE.TABLES[table], BEFORE.HANDED) for table in BEFORE.OF_PEOPLE},
    "close_coveragecell": BEFORE.TABLES["close_coveragecell"],
}
NEW = {**dict.fromkeys(BEFORE.OF_PEOPLE, ALONG), "close_coveragecell": by_index("region")}


class Migration(migrations.Migration):
    dependencies = [("close", "0007_follows_the_person"), ("people", "0011_policy_by_index")]
    operations = [
        migrations.RunSQL(NUMBERS, "DROP FUNCTION close_came_along();"),
        migrations.RunSQL(
            "".join(release(table) + protect(table, condition) for table, condition in NEW.items()),
            "".join(release(table) + protect(table, *conditions) for table, conditions in OLD.items()),
        ),
    ]
