-- Lines a cleared finding had stopped and no other live finding stops.
SELECT s.claim FROM integrity_stop s WHERE s.finding_id = %(finding)s AND NOT EXISTS (
    SELECT FROM integrity_stop o JOIN integrity_finding f ON f.id = o.finding_id
    WHERE o.claim = s.claim AND o.finding_id <> s.finding_id AND NOT (f.state = 'closed' AND f.answer = 'cleared'))
