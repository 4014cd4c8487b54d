-- Roll calls of one user that follow each other within seconds; roll calls of a class at the same second after the bell.
WITH called AS (
    SELECT e.org_code, e.region, e.by, e.captured_at, s.training_class_id, s.day,
        extract(epoch FROM e.captured_at - (to_date(s.day::text, 'YYYYMMDD') + make_interval(mins => s.lo::int)) AT TIME ZONE %(zone)s) AS after_bell
    FROM training_entry e JOIN training_session s ON s.id = e.session_id
    WHERE e.source <> 'office' AND e.by <> 'register' AND s.day BETWEEN %(since)s AND %(day)s
), gaps AS (
    SELECT *, extract(epoch FROM captured_at - lag(captured_at) OVER w) AS gap FROM called WINDOW w AS (PARTITION BY org_code, by ORDER BY captured_at)
), parted AS (
    SELECT *, count(*) FILTER (WHERE gap IS NULL OR gap > %(burst_breaks)s) OVER (PARTITION BY org_code, by ORDER BY captured_at) AS row_of FROM gaps
), burst AS (
    SELECT org_code, by, row_of, count(*) AS calls, percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) FILTER (WHERE gap <= %(burst_breaks)s) AS seconds
    FROM parted GROUP BY org_code, by, row_of HAVING count(*) >= %(burst_least)s
)
SELECT 'burst' AS variant, c.class_no AS subject, c.region, c.org_code, '{}'::uuid[] AS people,
    jsonb_build_object('day', to_char(min(p.captured_at) AT TIME ZONE %(zone)s, 'YYYYMMDD')::int, 'calls', b.calls, 'seconds', round(b.seconds::numeric, 1)) AS evidence,
    max(p.day) AS source_day
FROM burst b JOIN parted p USING (org_code, by, row_of) JOIN training_trainingclass c ON c.id = p.training_class_id
WHERE b.seconds < %(burst_seconds)s GROUP BY c.id, b.calls, b.seconds
UNION ALL
SELECT 'even', c.class_no, c.region, c.org_code, '{}', jsonb_build_object('calls', count(*), 'seconds', round(stddev_pop(k.after_bell)::numeric, 1)), max(k.day)
FROM called k JOIN training_trainingclass c ON c.id = k.training_class_id
GROUP BY c.id HAVING count(*) >= %(burst_least)s AND stddev_pop(k.after_bell) < %(even_seconds)s
