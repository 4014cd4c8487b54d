-- What becomes of each staged payable: '' is paid, else the reason it is refused. Money goes in the order they came.
WITH told AS (
    SELECT s.n, s.key, s.fund, s.region, s.amount,
        CASE WHEN p.id IS NOT NULL OR row_number() OVER (PARTITION BY s.key ORDER BY s.n) > 1 THEN 'already'
             WHEN pool.fund <> s.fund OR first_value(s.fund) OVER (PARTITION BY s.pool ORDER BY s.n) <> s.fund THEN 'other_source'
             ELSE '' END AS why
    FROM payments_staged s
    LEFT JOIN payments_payment p ON p.key = s.key
    LEFT JOIN payments_pool pool ON pool.digest = s.pool
), summed AS (
    SELECT n, sum(amount) OVER (PARTITION BY region, fund ORDER BY n) AS wanted, region, fund FROM told WHERE why = ''
)
UPDATE payments_staged s SET why = CASE WHEN t.why <> '' THEN t.why WHEN u.wanted > a.balance THEN 'no_money' ELSE '' END
FROM told t LEFT JOIN summed u USING (n)
LEFT JOIN payments_account a ON (a.region, a.fund, a.kind) = (u.region, u.fund, 'fund')
WHERE t.n = s.n;
