-- The smallest region that holds everybody of the month: its county, prefecture, province, or the whole country.
SELECT CASE WHEN count(*) = 0 THEN 'CN' WHEN min(left(region, 6)) = max(left(region, 6)) THEN min(left(region, 6))
    WHEN min(left(region, 4)) = max(left(region, 4)) THEN concat(min(left(region, 4)), '00')
    WHEN min(left(region, 2)) = max(left(region, 2)) THEN concat(min(left(region, 2)), '0000') ELSE 'CN' END
FROM persons WHERE regexp_full_match(region, '[0-9]{6,12}')
