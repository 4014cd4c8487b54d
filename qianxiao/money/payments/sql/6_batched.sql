-- What is ready goes into the batch, in the order of its making; what somebody else holds a lock on waits for the next one.
WITH taken AS (
    SELECT id FROM payments_payment
    WHERE region = %(region)s AND fund = %(fund)s AND state IN ('reserved', 'reoffered') AND held = '' AND account IS NOT NULL
    ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
), numbered AS (
    SELECT p.*, row_number() OVER (ORDER BY p.id) AS n FROM payments_payment p JOIN taken USING (id)
), lines AS (
    INSERT INTO payments_line (key, batch_id, payment_id, region, attempt, amount, account, account_mask, holder, state, bank_ref, said)
    SELECT %(number)s || '-' || lpad(n::text, 5, '0'), %(batch)s, id, region, attempt, amount, account, account_mask, holder, 'batched', '', ''
    FROM numbered ORDER BY n
)
UPDATE payments_payment p SET state = 'batched', batch_id = %(batch)s FROM taken t WHERE t.id = p.id;
