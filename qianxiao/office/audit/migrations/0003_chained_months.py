"""The access log anew: partitioned by month, chained, insert-only in every partition; earlier rows are taken along."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

MAKE = """
DROP TRIGGER audit_insert_only ON audit_accesslog;
ALTER TABLE audit_accesslog RENAME TO audit_accesslog_before;
DROP INDEX access_subject; DROP INDEX access_user;
CREATE TABLE audit_accesslog (
    month integer NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, stream text COLLATE "C" NOT NULL, seq bigint NOT NULL,
    at timestamptz NOT NULL, written timestamptz NOT NULL, request_id varchar(32) NOT NULL, user_id bigint NOT NULL,
    username varchar(64) NOT NULL, post_id bigint, post text NOT NULL, address inet, path text NOT NULL,
    kind varchar(8) NOT NULL, subject text NOT NULL, whose text[] NOT NULL, people integer NOT NULL, fields text NOT NULL,
    purpose text NOT NULL, key_version smallint NOT NULL, hash text NOT NULL,
    PRIMARY KEY (month, id), CONSTRAINT access_chain UNIQUE (month, stream, seq)
) PARTITION BY LIST (month);
CREATE INDEX access_by ON audit_accesslog (user_id, at);
CREATE INDEX access_about ON audit_accesslog (subject, at);
CREATE INDEX access_whose ON audit_accesslog USING gin (whose);
CREATE TRIGGER audit_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_accesslog
FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
-- cloned to every partition, so that naming one does not go around the rule
CREATE TRIGGER audit_insert_only_row BEFORE UPDATE OR DELETE ON audit_accesslog
FOR EACH ROW EXECUTE FUNCTION audit_insert_only();
-- the owner makes partitions; whoever writes rows need not be the owner
CREATE FUNCTION audit_open_months(ahead integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE first date := date_trunc('month', now() AT TIME ZONE 'UTC'); named text; made integer := 0; code integer;
BEGIN
    FOR step IN -1..ahead LOOP
        code := to_char(first + make_interval(months => step), 'YYYYMM')::integer;
        named := format('audit_accesslog_%s', code);
        IF to_regclass(named) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF audit_accesslog FOR VALUES IN (%s)', named, code);
            EXECUTE format('CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON %I'
                ' FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only()', named);
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END $$;
SELECT audit_open_months(24);
"""
BACK = """
DROP FUNCTION audit_open_months(integer); DROP TABLE audit_accesslog;
ALTER TABLE audit_accesslog_before RENAME TO audit_accesslog;
CREATE INDEX access_subject ON audit_accesslog (subject, at); CREATE INDEX access_user ON audit_accesslog (user_id, at);
CREATE TRIGGER audit_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_accesslog
FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
"""
# The old rows keep their own table and its lock: they were never chained, and saying otherwise would be a lie.
LOCK = """
CREATE TRIGGER audit_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_accesslog_before
FOR EACH STATEMENT EXECUTE FUNCTION audit_insert_only();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_insert_only")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(MAKE, BACK),
                migrations.RunSQL(LOCK, "DROP TRIGGER audit_insert_only ON audit_accesslog_before"),
            ],
            state_operations=[
                migrations.DeleteModel("AccessLog"),
                migrations.CreateModel(
                    name="AccessLog",
                    fields=[
                        ("pk", models.CompositePrimaryKey("month", "id", blank=True, editable=False, primary_key=True, serialize=False)),
                        ("month", models.IntegerField()),
                        ("id", models.BigIntegerField()),
                        ("stream", models.TextField(db_collation="C")),
                        ("seq", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        ("written", models.DateTimeField()),
                        ("request_id", models.CharField(max_length=32)),
                        ("user_id", models.BigIntegerField()),
                        ("username", models.CharField(max_length=64)),
                        ("post_id", models.BigIntegerField(null=True)),
                        ("post", models.TextField(default="")),
                        ("address", models.GenericIPAddressField(null=True)),
                        ("path", models.TextField()),
                        ("kind", models.CharField(choices=[("read", "Read"), ("search", "Search"), ("reveal", "Reveal"), ("export", "Export"), ("change", "Change")], default="read", max_length=8)),
                        ("subject", models.TextField()),
                        ("whose", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                        ("people", models.IntegerField(default=0)),
                        ("fields", models.TextField(default="")),
                        ("purpose", models.TextField(default="")),
                        ("key_version", models.SmallIntegerField()),
                        ("hash", models.TextField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["user_id", "at"], name="access_by"),
                            models.Index(fields=["subject", "at"], name="access_about"),
                            django.contrib.postgres.indexes.GinIndex(fields=["whose"], name="access_whose"),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("month", "stream", "seq"), name="access_chain")],
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("stream", models.TextField(db_collation="C", primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                ("hash", models.TextField(default="")),
            ],
        ),
        migrations.CreateModel(
            name="KeyPrint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=8)),
                ("version", models.SmallIntegerField()),
                ("print", models.CharField(max_length=16)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("purpose", "version"), name="key_print_once")]},
        ),
    ]
