"""Attendance by month; rooms and teachers held once; entries only added to; rows seen by their institution and offices."""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, protect, release

OF_INSTITUTION = (
    "project", "projectevent", "trainingclass", "trainingclassevent", "session", "sessionevent", "booking",
    "bookingevent", "trainee", "traineeevent", "entry", "attendance", "inspection", "outcome", "outcomeevent",
)  # fmt: skip
OF_REGION = ("request", "requestevent", "areastop", "areastopevent")
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
EVENTS = tuple(name for name in (*OF_INSTITUTION, *OF_REGION) if name.endswith("event"))

# A month is a partition under row security without a policy of its own: reached through the whole table only.
ATTENDANCE = """
CREATE TABLE training_attendance (
    day integer NOT NULL, session bigint NOT NULL, trainee bigint NOT NULL, training_class bigint NOT NULL,
    person uuid NOT NULL, region text COLLATE "C" NOT NULL, org_code text COLLATE "C" NOT NULL,
    lo smallint NOT NULL, hi smallint NOT NULL, hours smallint NOT NULL, state varchar(7) NOT NULL,
    late boolean NOT NULL DEFAULT false, edited boolean NOT NULL DEFAULT false, entry uuid NOT NULL,
    other text NOT NULL DEFAULT '', PRIMARY KEY (day, session, trainee),
    CONSTRAINT attendance_state CHECK (state IN ('present', 'absent', 'held'))
) PARTITION BY RANGE (day);
-- double presence of a person on a day; the page of a class
CREATE INDEX attendance_person ON training_attendance (person, day);
CREATE INDEX attendance_class ON training_attendance (training_class, day);
CREATE TABLE training_attendance_other PARTITION OF training_attendance DEFAULT;
ALTER TABLE training_attendance_other ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_attendance_other FORCE ROW LEVEL SECURITY;
-- the owner makes partitions; a month with rows in the default one stays there
CREATE FUNCTION training_open_months(first date, months integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE code integer; named text; made integer := 0; one date;
BEGIN
    FOR step IN 0..months - 1 LOOP
        one := date_trunc('month', first) + make_interval(months => step);
        code := to_char(one, 'YYYYMM')::integer;
        named := format('training_attendance_%s', code);
        IF to_regclass(named) IS NULL AND NOT EXISTS (
            SELECT FROM training_attendance_other WHERE day / 100 = code) THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF training_attendance FOR VALUES FROM (%s) TO (%s)',
                named, code * 100, code * 100 + 99);
            EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', named);
            EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', named);
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END $$;
SELECT training_open_months('2019-01-01', 24), training_open_months(now()::date - 31, 14);
"""
# Times of one thing as a range of texts, "thing|day|minute": half-open ranges of two things never touch.
_WHEN = "lpad(day::text, 8, '0') || lpad({}::text, 4, '0')"
_SPAN = "region_range({0}::text || '|' || " + _WHEN.format("lo") + ", {0}::text || '|' || " + _WHEN.format("hi") + ")"
HELD = f"""
ALTER TABLE training_session ADD CONSTRAINT session_room_once
    EXCLUDE USING gist (({_SPAN.format("room_id")}) WITH &&) WHERE (room_id IS NOT NULL AND live);
ALTER TABLE training_session ADD CONSTRAINT session_teacher_once
    EXCLUDE USING gist (({_SPAN.format("teacher_id")}) WITH &&) WHERE (teacher_id IS NOT NULL AND live);
ALTER TABLE training_booking ADD CONSTRAINT booking_room_once
    EXCLUDE USING gist (({_SPAN.format("room_id")}) WITH &&);
"""
FREE = "".join(
    f"ALTER TABLE training_{table} DROP CONSTRAINT {name};\n"
    for table, name in (("session", "session_room_once"), ("session", "session_teacher_once"), ("booking", "booking_room_once"))
)  # fmt: skip
ONLY_ADDED = "".join(
    f"CREATE TRIGGER training_no_truncate BEFORE TRUNCATE ON training_{table} FOR EACH STATEMENT"
    " EXECUTE FUNCTION audit_insert_only();\n"
    for table in EVENTS
) + (
    "CREATE TRIGGER training_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON training_entry"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();"
)
CHANGED_BACK = "".join(f"DROP TRIGGER training_no_truncate ON training_{table};\n" for table in EVENTS) + (
    "DROP TRIGGER training_insert_only ON training_entry;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0001_initial"),
        ("people", "0012_person_registered"),
        ("schools", "0002_scope"),
        ("audit", "0003_chained_months"),
    ]
    operations = [
        migrations.RunSQL(ATTENDANCE, "DROP FUNCTION training_open_months(date, integer); DROP TABLE training_attendance;"),
        migrations.RunSQL(HELD, FREE),
        migrations.RunSQL(ONLY_ADDED, CHANGED_BACK),
        migrations.RunSQL(
            "".join(protect(f"training_{table}", in_ranges("region"), OWN) for table in OF_INSTITUTION)
            + "".join(protect(f"training_{table}", in_ranges("region")) for table in OF_REGION),
            "".join(release(f"training_{table}") for table in (*OF_INSTITUTION, *OF_REGION)),
        ),
    ]
