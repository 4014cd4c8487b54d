-- table: link_common
-- reads: link_counts_frozen, link_log
-- The same in bits: how likely a stranger agrees by chance.
select c.kind, c.key, l.bits from link_counts_frozen as c join link_log as l on c.n between l.low and l.high
