-- table: migrants
-- reads: verdicts
-- order: home, province, register, link_class
-- Rows one province delivered about people registered in another: trained, paid, employed where they work.
SELECT home, province, register, link_class, count(DISTINCT person_no) AS people, count(*) AS lines
FROM verdicts
WHERE home <> province
GROUP BY home, province, register, link_class
