"""Lines of a person are also seen where the person's record is kept now; and no page changes a closed month."""

from importlib import import_module

from django.db import migrations

from qianxiao.base.scope import RANGES, protect, release

TABLES = import_module("qianxiao.returns.close.migrations.0002_regions_everywhere").TABLES
OF_PEOPLE = tuple(
    f"close_{name}"
    for name in ("person", "dutystate", "gapline", "dueline", "evidencelink", "doubt", "irregularity")
)
# People handed over into the scope are few, and asked for once a query: only where the place alone does not show a line.
# The inner tables are under their own policies, so that nobody else's number is among them.
HANDED = (
    "(person_no = ANY ((SELECT array_agg(e.number) FROM people_person p JOIN people_enrolment e ON e.person_id = p.id"
    " WHERE p.handed AND e.register = 'poor')::text[]))"
)
# Only whoever holds every region, as the operator does when a month is loaded, writes what a close decided.
WHOLE = f"((SELECT NULLIF(current_setting('{RANGES}', true), '')::region_ranges @> region_range('', '~')))"
KEPT = (("INSERT", f"WITH CHECK {WHOLE}"), ("UPDATE", f"USING {WHOLE}"), ("DELETE", f"USING {WHOLE}"))


def _kept(table: str) -> str:
    return "".join(
        f"CREATE POLICY kept_{verb.lower()} ON {table} AS RESTRICTIVE FOR {verb} {condition};\n"
        for verb, condition in KEPT
    )


def _open(table: str) -> str:
    return "".join(f"DROP POLICY kept_{verb.lower()} ON {table};\n" for verb, _condition in KEPT)


class Migration(migrations.Migration):
    dependencies = [("close", "0006_corrected"), ("people", "0010_handed_index")]
    operations = [
        migrations.RunSQL(
            "".join(
                release(table) + protect(table, *TABLES[table], HANDED) + _kept(table) for table in OF_PEOPLE
            ),
            "".join(_open(table) + release(table) + protect(table, *TABLES[table]) for table in OF_PEOPLE),
        )
    ]
