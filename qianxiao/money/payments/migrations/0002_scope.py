"""Row security; the book that posts itself: states lead only where the table says, each change books its transfer.

What is written here cannot be gone around by a page, a task, a command or the owner: balances move with transfers alone,
transfers never change, a day that is closed takes none, whoever made or checked a payment does not release it.
"""

from django.db import migrations

from qianxiao.base.scope import in_ranges, of_institutions, of_person, protect, release

TABLES = (
    "payments_account", "payments_allotment", "payments_transfer", "payments_batch", "payments_batchstep",
    "payments_paymentstep", "payments_hold", "payments_line", "payments_statement",
    "payments_statementline", "payments_case", "payments_day", "payments_recovery", "payments_recoverypart",
)  # fmt: skip
# as flow.WAYS had them when this was written; tests/payments compares the database with the table
WAYS = (
    ("", "reserved", "fund", "committed"), ("", "no_account", "fund", "committed"), ("no_account", "reserved", "", ""),
    ("no_account", "withdrawn", "committed", "fund"), ("reserved", "no_account", "", ""), ("reserved", "batched", "", ""),
    ("reserved", "withdrawn", "committed", "fund"), ("batched", "reserved", "", ""), ("batched", "reoffered", "", ""),
    ("batched", "sent", "committed", "clearing"), ("sent", "accepted", "", ""), ("sent", "unknown", "", ""),
    ("sent", "settled", "clearing", "paid"), ("sent", "returned", "clearing", "returned"),
    ("accepted", "settled", "clearing", "paid"), ("accepted", "returned", "clearing", "returned"),
    ("unknown", "accepted", "", ""), ("unknown", "settled", "clearing", "paid"),
    ("unknown", "returned", "clearing", "returned"), ("settled", "returned", "paid", "returned"),
    ("settled", "recovered", "", ""), ("returned", "reoffered", "returned", "committed"),
    ("returned", "withdrawn", "returned", "fund"), ("reoffered", "batched", "", ""),
    ("reoffered", "withdrawn", "committed", "fund"),
)  # fmt: skip
_ROWS = ", ".join("('{}', '{}', '{}', '{}')".format(*way) for way in WAYS)
OWN = f"(org_code <> '' AND {of_institutions('org_code')})"
SECURED = (
    "".join(protect(table, in_ranges("region")) for table in TABLES)
    + protect("payments_payment", in_ranges("region"), OWN, of_person("person_id"))
    + protect("payments_payeeaccount", in_ranges("region"), OWN)
)
BOOK = f"""
ALTER TABLE payments_payment ADD CONSTRAINT payments_one_pool
    FOREIGN KEY (pool, fund) REFERENCES payments_pool (digest, fund) DEFERRABLE INITIALLY IMMEDIATE;

CREATE FUNCTION payments_ways() RETURNS TABLE (begins text, ends text, credit text, debit text) LANGUAGE sql IMMUTABLE AS
$$ VALUES {_ROWS} $$;

CREATE FUNCTION payments_insert_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what is in the book stays as it is'; END $$;
CREATE TRIGGER payments_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_transfer FOR EACH STATEMENT EXECUTE FUNCTION payments_insert_only();
CREATE TRIGGER payments_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_paymentstep FOR EACH STATEMENT EXECUTE FUNCTION payments_insert_only();
CREATE TRIGGER payments_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_batchstep FOR EACH STATEMENT EXECUTE FUNCTION payments_insert_only();
CREATE TRIGGER payments_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_pool FOR EACH STATEMENT EXECUTE FUNCTION payments_insert_only();
CREATE TRIGGER payments_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_day FOR EACH STATEMENT EXECUTE FUNCTION payments_insert_only();
CREATE TRIGGER payments_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_statement FOR EACH STATEMENT EXECUTE FUNCTION payments_insert_only();

CREATE FUNCTION payments_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what is about money is never removed'; END $$;
CREATE TRIGGER payments_stays BEFORE DELETE OR TRUNCATE ON payments_payment FOR EACH STATEMENT EXECUTE FUNCTION payments_stays();
CREATE TRIGGER payments_stays BEFORE DELETE OR TRUNCATE ON payments_account FOR EACH STATEMENT EXECUTE FUNCTION payments_stays();
CREATE TRIGGER payments_stays BEFORE DELETE OR TRUNCATE ON payments_allotment FOR EACH STATEMENT EXECUTE FUNCTION payments_stays();
CREATE TRIGGER payments_stays BEFORE DELETE OR TRUNCATE ON payments_line FOR EACH STATEMENT EXECUTE FUNCTION payments_stays();
CREATE TRIGGER payments_stays BEFORE DELETE OR TRUNCATE ON payments_batch FOR EACH STATEMENT EXECUTE FUNCTION payments_stays();
CREATE TRIGGER payments_stays BEFORE DELETE OR TRUNCATE ON payments_hold FOR EACH STATEMENT EXECUTE FUNCTION payments_stays();
CREATE TRIGGER payments_stays BEFORE DELETE OR TRUNCATE ON payments_statementline FOR EACH STATEMENT EXECUTE FUNCTION payments_stays();
CREATE TRIGGER payments_stays BEFORE DELETE OR TRUNCATE ON payments_recovery FOR EACH STATEMENT EXECUTE FUNCTION payments_stays();
CREATE TRIGGER payments_stays BEFORE DELETE OR TRUNCATE ON payments_recoverypart FOR EACH STATEMENT EXECUTE FUNCTION payments_stays();
CREATE TRIGGER payments_stays BEFORE DELETE OR TRUNCATE ON payments_payeeaccount FOR EACH STATEMENT EXECUTE FUNCTION payments_stays();

-- a balance moves with transfers, from inside their trigger, or not at all
CREATE FUNCTION payments_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.balance <> 0 OR TG_OP = 'UPDATE' AND (pg_trigger_depth() < 2 OR (OLD.kind, OLD.fund, OLD.region) IS DISTINCT FROM (NEW.kind, NEW.fund, NEW.region)) THEN
        RAISE EXCEPTION 'a balance moves with transfers alone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_balance BEFORE INSERT OR UPDATE ON payments_account FOR EACH ROW EXECUTE FUNCTION payments_balance();

-- never dated back: the moment is the transaction's own
CREATE FUNCTION payments_dated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.at <> now() THEN RAISE EXCEPTION 'a transfer is of now'; END IF;
    IF pg_trigger_depth() < 2 THEN RAISE EXCEPTION 'a transfer is booked by what it is about'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_dated BEFORE INSERT ON payments_transfer FOR EACH ROW EXECUTE FUNCTION payments_dated();
CREATE FUNCTION payments_posted() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE payments_account a SET balance = a.balance + s.amount FROM (
        SELECT account, sum(amount) AS amount FROM (
            SELECT debit_id AS account, amount FROM added UNION ALL SELECT credit_id, -amount FROM added) both_sides
        GROUP BY account) s
    WHERE a.id = s.account;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_posted AFTER INSERT ON payments_transfer REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION payments_posted();

-- all accounts of a fund in a region; whoever books holds the lock on the fund's own first, so that nobody waits in a ring
CREATE FUNCTION payments_open(of_fund text, of_region text) RETURNS void LANGUAGE sql SET search_path = public, pg_temp AS $$
    INSERT INTO payments_account (kind, fund, region, balance)
    SELECT kind, of_fund, of_region, 0 FROM unnest(ARRAY['fund', 'committed', 'clearing', 'paid', 'returned', 'recovery', 'source']) AS kind
    ON CONFLICT DO NOTHING
$$;

-- what a payment is about never changes; its state goes only where a way leads, its attempt only after a return
CREATE FUNCTION payments_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    fixed constant text[] := '{{state,attempt,held,account,account_mask,holder,batch_id,settled_on,confirmed_on,changed_at}}';
    begun text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state ELSE '' END;
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - fixed IS DISTINCT FROM to_jsonb(NEW) - fixed THEN
        RAISE EXCEPTION 'what a payment is about does not change';
    END IF;
    IF begun IS DISTINCT FROM NEW.state AND NOT EXISTS (SELECT FROM payments_ways() w WHERE w.begins = begun AND w.ends = NEW.state) THEN
        RAISE EXCEPTION 'no way leads from % to %', begun, NEW.state;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.attempt <> OLD.attempt + (OLD.state = 'returned' AND NEW.state = 'reoffered')::int OR TG_OP = 'INSERT' AND NEW.attempt <> 1 THEN
        RAISE EXCEPTION 'the next attempt follows a return';
    END IF;
    IF NEW.state = 'reserved' AND begun = 'batched' AND NEW.attempt > 1 OR NEW.state = 'reoffered' AND begun = 'batched' AND NEW.attempt = 1 THEN
        RAISE EXCEPTION 'a payment goes back to where it came from';
    END IF;
    IF NEW.state IN ('batched', 'sent') AND begun <> NEW.state AND NEW.held <> '' THEN
        RAISE EXCEPTION 'a held payment is not sent';
    END IF;
    IF NEW.state = 'sent' AND begun = 'batched' AND NOT EXISTS (
        SELECT FROM payments_batch b WHERE b.id = NEW.batch_id AND b.state = 'sending' AND b.second_by <> ''
            AND b.first_by NOT IN (NEW.maker, NEW.checker) AND b.second_by NOT IN (NEW.maker, NEW.checker)) THEN
        RAISE EXCEPTION 'whoever made or checked a payment does not release it';
    END IF;
    IF TG_OP = 'UPDATE' THEN NEW.changed_at := now(); END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_moves BEFORE INSERT OR UPDATE ON payments_payment FOR EACH ROW EXECUTE FUNCTION payments_moves();

CREATE FUNCTION payments_made() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM payments_account WHERE kind = 'fund' AND (fund, region) IN (SELECT DISTINCT fund, region FROM added) ORDER BY id FOR UPDATE;
    INSERT INTO payments_paymentstep (payment_id, region, begins, ends, attempt, by, reason, at)
    SELECT id, region, '', state, attempt, coalesce(nullif(current_setting('qx.by', true), ''), 'system'), coalesce(current_setting('qx.why', true), ''), now()
    FROM added ORDER BY id;
    INSERT INTO payments_transfer (debit_id, credit_id, amount, kind, region, payment_id, attempt, by, at)
    SELECT d.id, c.id, p.amount, p.state, p.region, p.id, p.attempt, coalesce(nullif(current_setting('qx.by', true), ''), 'system'), now()
    FROM added p JOIN payments_ways() w ON w.begins = '' AND w.ends = p.state AND w.credit <> ''
    JOIN payments_account c ON (c.region, c.fund, c.kind) = (p.region, p.fund, w.credit)
    JOIN payments_account d ON (d.region, d.fund, d.kind) = (p.region, p.fund, w.debit) ORDER BY p.id;
    IF (SELECT count(*) FROM payments_transfer t JOIN added a ON t.payment_id = a.id) <> (SELECT count(*) FROM added) THEN
        RAISE EXCEPTION 'no account to commit the money on';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_made AFTER INSERT ON payments_payment REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION payments_made();

CREATE FUNCTION payments_moved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM added a JOIN gone g USING (id) WHERE a.state <> g.state) THEN RETURN NULL; END IF;
    PERFORM FROM payments_account WHERE kind = 'fund' AND (fund, region) IN (
        SELECT DISTINCT a.fund, a.region FROM added a JOIN gone g USING (id) WHERE a.state <> g.state) ORDER BY id FOR UPDATE;
    INSERT INTO payments_paymentstep (payment_id, region, begins, ends, attempt, by, reason, at)
    SELECT a.id, a.region, g.state, a.state, a.attempt, coalesce(nullif(current_setting('qx.by', true), ''), 'system'), coalesce(current_setting('qx.why', true), ''), now()
    FROM added a JOIN gone g USING (id) WHERE a.state <> g.state ORDER BY a.id;
    INSERT INTO payments_transfer (debit_id, credit_id, amount, kind, region, payment_id, attempt, by, at)
    SELECT d.id, c.id, p.amount, p.state, p.region, p.id, p.attempt, coalesce(nullif(current_setting('qx.by', true), ''), 'system'), now()
    FROM added p JOIN gone g USING (id)
    JOIN payments_ways() w ON w.begins = g.state AND w.ends = p.state AND w.credit <> ''
    JOIN payments_account c ON (c.region, c.fund, c.kind) = (p.region, p.fund, w.credit)
    JOIN payments_account d ON (d.region, d.fund, d.kind) = (p.region, p.fund, w.debit)
    WHERE p.state <> g.state ORDER BY p.id;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_moved AFTER UPDATE ON payments_payment REFERENCING OLD TABLE AS gone NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION payments_moved();

-- money comes down when a second person approves, and back from people when it is received
CREATE FUNCTION payments_allotted() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> 'asked' OR TG_OP = 'UPDATE' AND (OLD.state <> 'asked'
        OR to_jsonb(OLD) - '{{state,approved_by,reason}}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{{state,approved_by,reason}}'::text[]) THEN
        RAISE EXCEPTION 'an allotment is asked for, then decided once';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state = 'approved' THEN
        PERFORM payments_open(NEW.fund, NEW.region);
        PERFORM FROM payments_account WHERE kind = 'fund' AND fund = NEW.fund AND region IN (NEW.region, NEW.giver) ORDER BY id FOR UPDATE;
        INSERT INTO payments_transfer (debit_id, credit_id, amount, kind, region, allotment_id, attempt, by, at)
        SELECT d.id, c.id, NEW.amount, 'allotment', NEW.region, NEW.id, 0, NEW.approved_by, now() FROM payments_account d, payments_account c
        WHERE (d.region, d.fund, d.kind) = (NEW.region, NEW.fund, 'fund')
            AND (c.region, c.fund, c.kind) = (CASE WHEN NEW.giver = '' THEN NEW.region ELSE NEW.giver END, NEW.fund, CASE WHEN NEW.giver = '' THEN 'source' ELSE 'fund' END);
        IF NOT FOUND THEN RAISE EXCEPTION 'the giver has no such fund'; END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_allotted AFTER INSERT OR UPDATE ON payments_allotment FOR EACH ROW EXECUTE FUNCTION payments_allotted();

CREATE FUNCTION payments_part() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.received_on IS NOT NULL OR (OLD.recovery_id, OLD.number, OLD.amount, OLD.region) IS DISTINCT FROM (NEW.recovery_id, NEW.number, NEW.amount, NEW.region) THEN
        RAISE EXCEPTION 'an instalment is received once';
    END IF;
    IF NEW.received_on IS NOT NULL THEN
        PERFORM FROM payments_account a, payments_recovery r, payments_payment p WHERE r.id = NEW.recovery_id AND p.id = r.payment_id
            AND (a.region, a.fund, a.kind) = (p.region, p.fund, 'fund') FOR UPDATE OF a;
        INSERT INTO payments_transfer (debit_id, credit_id, amount, kind, region, part_id, attempt, by, at)
        SELECT d.id, c.id, NEW.amount, 'recovery', NEW.region, NEW.id, 0, NEW.by, now()
        FROM payments_recovery r JOIN payments_payment p ON p.id = r.payment_id
        JOIN payments_account c ON (c.region, c.fund, c.kind) = (p.region, p.fund, 'paid')
        JOIN payments_account d ON (d.region, d.fund, d.kind) = (p.region, p.fund, 'recovery')
        WHERE r.id = NEW.recovery_id AND r.state = 'approved';
        IF NOT FOUND THEN RAISE EXCEPTION 'a recovery is decided before money comes'; END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_part AFTER UPDATE ON payments_recoverypart FOR EACH ROW EXECUTE FUNCTION payments_part();

-- whoever made or checked one of its payments, or has another part in it, releases no batch
CREATE FUNCTION payments_released() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (OLD.number, OLD.region, OLD.fund, OLD.made_by) IS DISTINCT FROM (NEW.number, NEW.region, NEW.fund, NEW.made_by) THEN
        RAISE EXCEPTION 'what a batch is about does not change';
    END IF;
    IF OLD.state NOT IN ('made', 'first', 'released') AND (OLD.lines, OLD.total, OLD.digest, OLD.first_by, OLD.second_by, OLD.released)
        IS DISTINCT FROM (NEW.lines, NEW.total, NEW.digest, NEW.first_by, NEW.second_by, NEW.released) THEN
        RAISE EXCEPTION 'a batch that was sent does not change';
    END IF;
    IF (NEW.first_by <> '' OR NEW.second_by <> '') AND (NEW.first_by, NEW.second_by) IS DISTINCT FROM (OLD.first_by, OLD.second_by) AND EXISTS (
        SELECT FROM payments_line l JOIN payments_payment p ON p.id = l.payment_id
        WHERE l.batch_id = NEW.id AND l.state <> 'dropped' AND (NEW.first_by IN (p.maker, p.checker) OR NEW.second_by IN (p.maker, p.checker))) THEN
        RAISE EXCEPTION 'whoever made or checked a payment does not release it';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_released BEFORE UPDATE ON payments_batch FOR EACH ROW EXECUTE FUNCTION payments_released();

-- a line is as it was released
CREATE FUNCTION payments_line_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - '{{state,bank_ref,said,day}}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{{state,bank_ref,said,day}}'::text[] THEN
        RAISE EXCEPTION 'a line stays as it was released';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_line_fixed BEFORE UPDATE ON payments_line FOR EACH ROW EXECUTE FUNCTION payments_line_fixed();
"""
BACK = """
DROP TRIGGER payments_line_fixed ON payments_line; DROP TRIGGER payments_released ON payments_batch; DROP TRIGGER payments_part ON payments_recoverypart;
DROP TRIGGER payments_allotted ON payments_allotment; DROP TRIGGER payments_moved ON payments_payment; DROP TRIGGER payments_made ON payments_payment;
DROP TRIGGER payments_moves ON payments_payment; DROP TRIGGER payments_posted ON payments_transfer; DROP TRIGGER payments_dated ON payments_transfer;
DROP TRIGGER payments_balance ON payments_account;
DROP FUNCTION payments_line_fixed(), payments_released(), payments_part(), payments_allotted(), payments_moved(), payments_made(), payments_moves(),
    payments_posted(), payments_dated(), payments_balance(), payments_open(text, text), payments_ways();
DROP FUNCTION payments_insert_only() CASCADE; DROP FUNCTION payments_stays() CASCADE;
ALTER TABLE payments_payment DROP CONSTRAINT payments_one_pool;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("people", "0012_person_registered"), ("schools", "0002_scope")]
    operations = [
        migrations.RunSQL(
            SECURED + BOOK,
            BACK + "".join(release(table) for table in (*TABLES, "payments_payment", "payments_payeeaccount")),
        )
    ]
