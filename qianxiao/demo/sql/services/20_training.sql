-- Who sits where; beyond the adults there are, the ordinary ones come a second time, in another order: a class that met again
-- whole would be a roster used twice. The multiplier is a prime beyond every number of adults, so nobody is left out.
-- The first of the second class of a pair is the first of the other one.
CREATE TABLE trainee AS
SELECT k.c, t.i, k.class_no || lpad((t.i + 1)::VARCHAR, 2, '0') AS trainee_no, k.class_no, k.org_code, k.region, k.scn, k.m, k.part, k.kept,
    CASE WHEN seated.s < :adults THEN seated.s ELSE told.n + (seated.s - :adults) * 15485863 % (:adults - told.n) END AS who
FROM seat t JOIN klass k USING (c) LEFT JOIN seat first ON first.c = k.c - 1 AND first.i = 0
CROSS JOIN (SELECT count(*) AS n FROM seat JOIN klass USING (c) WHERE klass.scn <> '') told
CROSS JOIN LATERAL (SELECT CASE WHEN t.i = 0 AND k.part = 1 AND k.scn IN ('both', 'far', 'near', 'away') THEN first.s ELSE t.s END AS s) seated;
-- In half an ordinary class's sessions somebody is missing; the second one always misses the first session.
CREATE TABLE mark AS
SELECT s.c, s.n, s.on_day, s.lo, s.hours, s.class_no, t.trainee_no, t.i, s.scn, s.part, CASE
    WHEN s.scn IN ('full', 'small') THEN true
    WHEN s.scn = 'away' AND s.part = 1 AND t.i = 0 THEN false
    WHEN s.scn IN ('waved', 'failed') AND t.i BETWEEN 2 AND 6 THEN s.n % 5 < 2
    WHEN s.scn IN ('both', 'far', 'near') AND t.i = 0 THEN true
    ELSE NOT (t.i = 1 AND s.n = 0) AND pick(t.c * 64 + t.i, 'there ' || s.n, 100) >= :absent END AS present
FROM session s JOIN trainee t USING (c);
CREATE TABLE attended AS SELECT trainee_no, any_value(scn) AS scn, any_value(i) AS i, sum(hours) FILTER (WHERE present)::INTEGER AS got, sum(hours)::INTEGER AS given
FROM mark GROUP BY trainee_no;
-- One roll call a session: when the device wrote it, when it arrived.
CREATE TABLE roll AS
WITH told AS (
    SELECT s.*, CASE s.scn
        WHEN 'burst' THEN moment((SELECT max(on_day) FROM session l WHERE l.c = s.c), 1080, s.n + pick(s.c * 64 + s.n, 'tick', 2))
        WHEN 'clockwork' THEN moment(s.on_day, s.lo, 120)
        WHEN 'early' THEN CASE WHEN s.n % 4 = 1 THEN moment(s.on_day, s.lo - 200, pick(s.c * 64 + s.n, 'second', 900)) END
        WHEN 'late' THEN CASE WHEN s.n % 3 = 0 THEN moment(s.on_day, s.hi + 1500 + pick(s.c * 64 + s.n, 'hour', 1400), 0) END
        WHEN 'some_late' THEN CASE WHEN s.n % 10 = 0 THEN moment(s.on_day, s.hi + 1500, 0) END
        END AS odd
    FROM session s
), written AS (
    SELECT *, coalesce(odd, moment(on_day, lo, 60 + pick(c * 64 + n, 'second', 900))) AS captured FROM told
)
SELECT w.*, md5('services ' || class_no || ' ' || n)::UUID AS key, CASE scn
        WHEN 'outage' THEN moment((SELECT max(on_day) FROM session l WHERE l.c = w.c), 1200, 0)
        ELSE captured + to_seconds((2 + pick(c * 64 + n, 'sent', 30))::BIGINT) END AS arrived,
    captured > moment(on_day, hi, 0) + INTERVAL 24 HOUR AS late, false AS edited, '' AS reason,
    CASE WHEN scn = 'photo' AND n IN (1, 6) THEN sha256(class_no || ' picture')
        WHEN scn = 'again' AND n = 3 THEN sha256(class_no || ' picture')
        WHEN pick(c * 64 + n, 'photo', 100) < 70 THEN sha256(class_no || ' picture ' || n) ELSE '' END AS photo
FROM written w;
INSERT INTO roll SELECT * REPLACE (md5('services again ' || class_no || ' ' || n)::UUID AS key, captured + INTERVAL 20 MINUTE AS captured,
    arrived + INTERVAL 20 MINUTE AS arrived, true AS edited, '点名有误' AS reason) FROM roll WHERE scn = 'again' AND n = 3;
