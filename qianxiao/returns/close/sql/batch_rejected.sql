-- Rows of each sheet that the month does not hold: an error in them, or the same row once more.
SELECT src, sheet, count(DISTINCT src_row) AS n FROM faults WHERE level = 'error' OR fault = 'duplicate_same' GROUP BY ALL
