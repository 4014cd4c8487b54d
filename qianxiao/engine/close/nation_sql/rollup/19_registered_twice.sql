-- table: registered_twice
-- reads: twice_found
-- order: num, province, person_no
-- The same valid number in the registers of two provinces (without its check character): for both to look at, counted in both.
SELECT num, province, person_no FROM twice_found
