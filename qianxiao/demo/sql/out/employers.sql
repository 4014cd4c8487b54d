SELECT k AS i, employer_code AS rec, NULL AS bad, employer_code, name, region, reg_date, CASE WHEN closed_on <= :month_end THEN status ELSE '1' END AS status, industry,
    CASE WHEN still(k, 'scale', :month_employers_scale, :now) THEN CASE scale WHEN '4' THEN '3' ELSE '4' END ELSE scale END AS scale,
    CASE WHEN closed_on <= :month_end THEN closed_on END AS closed_on
FROM firms ORDER BY employer_code
