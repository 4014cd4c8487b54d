-- Intentions of registered leavers (kind 1) and workers (kind 2): an answer, or one to three dated attempts.
CREATE OR REPLACE TABLE survey AS
WITH c AS (
    SELECT l.pid, '1' AS kind, s.pid IS NOT NULL AS served, :survey_leaver_willing AS willing FROM leavers l
        LEFT JOIN study s ON s.pid = l.pid AND s.again = 0 WHERE l.registered AND hit(l.pid, 'survey 1', :survey_leaver_surveyed)
    UNION ALL
    SELECT w.pid, '2', t.pid IS NOT NULL, :survey_worker_willing FROM workers w
        LEFT JOIN (SELECT DISTINCT pid FROM training WHERE why IS NULL OR why <> 4) t ON t.pid = w.pid WHERE w.registered AND hit(w.pid, 'survey 2', :survey_worker_surveyed)
), a AS (
    SELECT *, CASE WHEN served OR hit(pid, 'willing' || kind, willing) THEN '1' WHEN hit(pid, 'reach' || kind, :survey_unreachable * 2) THEN '4'
        WHEN hit(pid, 'undecided' || kind, :survey_undecided) THEN '3' ELSE '2' END AS answer,
        CASE WHEN hit(pid, 'asked late' || kind, :survey_later) THEN DATE '2020-01-02' + rint(pid, 'asked' || kind, 0, 360)::INTEGER
            ELSE DATE '2018-07-10' + rint(pid, 'asked' || kind, 0, 500)::INTEGER END AS asked FROM c
), n AS (
    SELECT *, CASE WHEN answer = '4' THEN CASE WHEN hit(pid, 'attempts', 6500) THEN 3 ELSE rint(pid, 'tries', 1, 2) END WHEN hit(pid, 'asked twice' || kind, 600) THEN 2 ELSE 1 END AS times FROM a
)
SELECT pid * 8 + CASE kind WHEN '1' THEN 0 ELSE 4 END + q.k AS i, pid, kind,
    CASE WHEN answer <> '4' AND q.k < times - 1 THEN '3' ELSE answer END AS answer, (asked + (q.k * 23)::INTEGER)::DATE AS contact_date,
    'Y' || :province || lpad((pid * 8 + CASE kind WHEN '1' THEN 0 ELSE 4 END + q.k - :base * 80)::VARCHAR, 13, '0') AS contact_no,
    CASE WHEN answer = '2' THEN ['外出务工', '照顾家人', '身体原因', '不感兴趣', '已有手艺'][rint(pid, 'reason', 1, 5)] WHEN answer = '4' THEN ['电话停机', '无人接听', '举家外出'][rint(pid, 'reason', 1, 3)] END AS reason
FROM n JOIN range(0, 3) q(k) ON q.k < times;
