-- Rows that tell something new become lines; what is the same is only counted.
INSERT INTO rosters_line (imported_id, n, sheet, src_row, region, org_code, home, key_index, key_shown, mark, twin_mark,
    name, id_mask, version, sealed, verdict, answer, prior_id, other_id)
SELECT %(imported)s, a.n, a.sheet, a.src_row, a.region, a.org_code, a.home, a.key_index, a.key_shown, a.mark, a.twin_mark,
    a.name, a.id_mask, a.version, a.sealed, v.verdict, '', v.prior_id, v.other_id
FROM roster_arrival a JOIN roster_verdict v ON v.n = a.n
WHERE v.verdict <> 'same';
