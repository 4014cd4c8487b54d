-- table: link_common
-- reads: link_counted, link_log
-- The same in bits: how likely a stranger agrees by chance.
select c.kind, c.key, l.bits from link_counted as c join link_log as l on c.n between l.low and l.high
