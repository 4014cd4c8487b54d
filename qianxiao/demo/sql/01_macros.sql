-- Random draws: one 64-bit hash of (row number, name of the draw, seed); rows never see one another.
CREATE OR REPLACE MACRO h(i, s) AS hash(i::UBIGINT + (hash(s || :seed) >> 4));
CREATE OR REPLACE MACRO hit(i, s, share) AS (h(i, s) % 10000)::BIGINT < share;
CREATE OR REPLACE MACRO rint(i, s, lo, hi) AS (lo + (h(i, s) % (hi - lo + 1)::UBIGINT)::BIGINT)::BIGINT;
-- A row that changes once in the months the demo covers, `share` of ten thousand rows each month: the month it does (1 = the
-- first), whether it has changed by month `now`, whether it still will.
CREATE OR REPLACE MACRO turning(i, s) AS 1 + (h(i, s || ' month') % :covered)::INTEGER;
CREATE OR REPLACE MACRO turned(i, s, share, now) AS hit(i, s, share * :covered) AND turning(i, s) <= now;
CREATE OR REPLACE MACRO still(i, s, share, now) AS hit(i, s, share * :covered) AND turning(i, s) > now;
CREATE OR REPLACE MACRO slot(i, s) AS (h(i, s) % 4096)::INTEGER;
-- The k-th digit from the left of a 17-digit number, and the check character of GB 11643.
CREATE OR REPLACE MACRO dg(n, k) AS ((n // 10 ** (17 - k)::BIGINT)::BIGINT % 10);
CREATE OR REPLACE MACRO id_check(n) AS substr('10X98765432', 1 + ((
    (n // 10000000000000000) % 10 * 7 + (n // 1000000000000000) % 10 * 9 + (n // 100000000000000) % 10 * 10
    + (n // 10000000000000) % 10 * 5 + (n // 1000000000000) % 10 * 8 + (n // 100000000000) % 10 * 4
    + (n // 10000000000) % 10 * 2 + (n // 1000000000) % 10 + (n // 100000000) % 10 * 6
    + (n // 10000000) % 10 * 3 + (n // 1000000) % 10 * 7 + (n // 100000) % 10 * 9
    + (n // 10000) % 10 * 10 + (n // 1000) % 10 * 5 + (n // 100) % 10 * 8
    + (n // 10) % 10 * 4 + n % 10 * 2) % 11)::INTEGER, 1);
-- Organisation code (GB 11714) of an eight-digit number, and the credit code (GB 32100) around it.
CREATE OR REPLACE MACRO d8(n, k) AS (n // (10 ** (8 - k))::BIGINT) % 10;
CREATE OR REPLACE MACRO org9(n) AS lpad(n::VARCHAR, 8, '0') || CASE
    (11 - (d8(n, 1) * 3 + d8(n, 2) * 7 + d8(n, 3) * 9 + d8(n, 4) * 10 + d8(n, 5) * 5 + d8(n, 6) * 8
     + d8(n, 7) * 4 + d8(n, 8) * 2) % 11) WHEN 10 THEN 'X' WHEN 11 THEN '0'
    ELSE (11 - (d8(n, 1) * 3 + d8(n, 2) * 7 + d8(n, 3) * 9 + d8(n, 4) * 10 + d8(n, 5) * 5 + d8(n, 6) * 8
     + d8(n, 7) * 4 + d8(n, 8) * 2) % 11)::INTEGER::VARCHAR END;
CREATE OR REPLACE MACRO cv(s, k) AS strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(s, k, 1)) - 1;
CREATE OR REPLACE MACRO uscc_check(s) AS substr('0123456789ABCDEFGHJKLMNPQRTUWXY', 1 + ((31 - (
    cv(s, 1) + cv(s, 2) * 3 + cv(s, 3) * 9 + cv(s, 4) * 27 + cv(s, 5) * 19 + cv(s, 6) * 26 + cv(s, 7) * 16
    + cv(s, 8) * 17 + cv(s, 9) * 20 + cv(s, 10) * 29 + cv(s, 11) * 25 + cv(s, 12) * 13 + cv(s, 13) * 8
    + cv(s, 14) * 24 + cv(s, 15) * 10 + cv(s, 16) * 30 + cv(s, 17) * 28) % 31) % 31)::INTEGER, 1);
-- Telephone numbers of the series 140–143, which no operator gives to people.
CREATE OR REPLACE MACRO tel(i, s) AS '14' || (h(i, s) % 4)::VARCHAR || lpad((h(i, s || 'n') % 100000000)::VARCHAR, 8, '0');
-- The account a household is paid into, from its number and the name of the draw.
CREATE OR REPLACE MACRO account_of(hh, s) AS '99' || lpad((h(hh, s) % 1000000000)::VARCHAR, 9, '0') || lpad((hh % 100000000)::VARCHAR, 8, '0');
-- Person numbers: opaque, unique in the nation.
CREATE OR REPLACE MACRO person_of(i) AS '9' || lpad((((i - :base * 10) * 7919 + 104729) % 10000000000)::VARCHAR, 10, '0') || :province || lpad(((i - :base * 10) % 97)::VARCHAR, 2, '0');
-- The other province of a nation in which a registered person is trained and works; null for those who stay.
CREATE OR REPLACE MACRO goes_to(i, registered) AS CASE WHEN registered AND hit(i, 'elsewhere', :elsewhere) THEN (SELECT slots FROM away_slots)[1 + (h(i, 'which province') % 1000)::INTEGER] END;
CREATE OR REPLACE MACRO born(i, age) AS (DATE '2020-01-01' - rint(i, 'birthday', 1, 365)::INTEGER - to_years(age))::DATE;
CREATE OR REPLACE MACRO ymd(d) AS year(d) * 10000 + month(d) * 100 + day(d);
