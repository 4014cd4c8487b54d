-- table: link_counts
-- reads: every_link_counts
-- order: register, link_class
-- Delivered rows by class; every row is counted where it was delivered.
SELECT register, link_class, cast(sum(n) AS bigint) AS n FROM every_link_counts GROUP BY register, link_class
