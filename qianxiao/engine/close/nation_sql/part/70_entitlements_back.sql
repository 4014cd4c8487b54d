-- table: entitlements_back
-- reads: entitlements, guests
-- order: home, item, person_no, register, rec_id, term
-- What our people are due for rows that another province delivered: its institutions have to be told (19-05-05).
SELECT g.home, e.item, e.person_no, e.register, g.own_id AS rec_id, e.term, e.month, e.county, e.region, e.amount, e.paid, e.gap, e.over,
    e.status, e.rule_id, e.rule_version, e.clause
FROM entitlements e JOIN guests g ON g.register = e.register AND g.rec_id = e.rec_id
