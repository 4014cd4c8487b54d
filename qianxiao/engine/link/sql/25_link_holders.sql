-- table: link_holders
-- reads: link_numbered
-- Household and village that hold the valid number of a mention whose name does not fit the holder.
select distinct mkey, hh_no, region from link_numbered where level = 1
