"""Whom to call, as it was when drawn; whoever decided does not call, said by a look at the row as a whole."""

from django.db import migrations, models

CALLED = """
CREATE OR REPLACE FUNCTION integrity_called() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.answer NOT IN ('', 'unreached') OR to_jsonb(OLD) - '{answer,received,note,by,day}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{answer,received,note,by,day}'::text[] THEN
        RAISE EXCEPTION 'what somebody said on the telephone stays';
    END IF;
    IF to_jsonb(NEW) -> 'decided_by' ? (to_jsonb(NEW) ->> 'by') THEN RAISE EXCEPTION 'whoever decided does not call'; END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('integrity', '0004_money_scope'),
    ]

    operations = [
        migrations.AddField(
            model_name='callback',
            name='name',
            field=models.TextField(db_collation='C', default=''),
        ),
        migrations.AddField(
            model_name='callback',
            name='phone_mask',
            field=models.TextField(default=''),
        ),
        migrations.RunSQL(CALLED, migrations.RunSQL.noop),
    ]
