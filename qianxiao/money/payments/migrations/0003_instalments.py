"""An instalment that comes in is booked: `by` is a word of PL/pgSQL and has to be quoted after NEW."""

from django.db import migrations

GOOD = """
CREATE OR REPLACE FUNCTION payments_part() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.received_on IS NOT NULL OR (OLD.recovery_id, OLD.number, OLD.amount, OLD.region) IS DISTINCT FROM (NEW.recovery_id, NEW.number, NEW.amount, NEW.region) THEN
        RAISE EXCEPTION 'an instalment is received once';
    END IF;
    IF NEW.received_on IS NOT NULL THEN
        PERFORM FROM payments_account a, payments_recovery r, payments_payment p WHERE r.id = NEW.recovery_id AND p.id = r.payment_id
            AND (a.region, a.fund, a.kind) = (p.region, p.fund, 'fund') FOR UPDATE OF a;
        INSERT INTO payments_transfer (debit_id, credit_id, amount, kind, region, part_id, attempt, by, at)
        SELECT d.id, c.id, NEW.amount, 'recovery', NEW.region, NEW.id, 0, NEW."by", now()
        FROM payments_recovery r JOIN payments_payment p ON p.id = r.payment_id
        JOIN payments_account c ON (c.region, c.fund, c.kind) = (p.region, p.fund, 'paid')
        JOIN payments_account d ON (d.region, d.fund, d.kind) = (p.region, p.fund, 'recovery')
        WHERE r.id = NEW.recovery_id AND r.state = 'approved';
        IF NOT FOUND THEN RAISE EXCEPTION 'a recovery is decided before money comes'; END IF;
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_scope")]
    operations = [migrations.RunSQL(GOOD, migrations.RunSQL.noop)]
