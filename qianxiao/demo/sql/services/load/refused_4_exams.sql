-- Papers and exams that were not taken in: a paper before its exam, an exam whose room or examiners were held.
SELECT s.cert_no, 'before_exam', s.exam_no FROM s_certificates s WHERE s.issued < s.exam_day
UNION ALL
SELECT s.exam_no, 'exam_twice', coalesce(min(o.exam_no), '') FROM s_exams s LEFT JOIN evaluation_exam o ON o.org_code = s.org_code AND o.day = s.day AND o.lo < s.hi AND s.lo < o.hi
WHERE NOT EXISTS (SELECT FROM evaluation_exam e WHERE e.exam_no = s.exam_no) GROUP BY s.exam_no ORDER BY 1
