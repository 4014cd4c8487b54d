-- Indexes of a stretch of arrivals whose numbers have to be sealed: new, changed, or with another standing.
SELECT * FROM (
    SELECT a.seq, a.person_id, a.contested,
        CASE WHEN (i.index, i.contested) IS DISTINCT FROM (a.id_index, a.contested) THEN a.id_index END AS id_no,
        CASE WHEN t.index IS DISTINCT FROM a.phone_index THEN a.phone_index END AS phone,
        CASE WHEN b.index IS DISTINCT FROM a.account_index THEN a.account_index END AS account
    FROM people_arrival a
    LEFT JOIN people_sealed i ON i.person_id = a.person_id AND i.kind = 'id_no'
    LEFT JOIN people_sealed t ON t.person_id = a.person_id AND t.kind = 'phone'
    LEFT JOIN people_sealed b ON b.person_id = a.person_id AND b.kind = 'account'
    WHERE a.seq >= %(lo)s AND a.seq < %(hi)s AND (a.new OR %(latest)s)
) AS w WHERE id_no IS NOT NULL OR phone IS NOT NULL OR account IS NOT NULL
