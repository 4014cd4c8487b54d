-- What is taken at an exam's hours: room by an exam or class, examiners by an exam or class.
SELECT 'room', e.exam_no FROM evaluation_exam e WHERE e.live AND e.id <> %(number)s AND e.day = %(day)s AND e.lo < %(hi)s AND %(lo)s < e.hi
    AND e.room_id = %(room)s
UNION ALL
SELECT 'room', c.class_no FROM training_session s JOIN training_trainingclass c ON c.id = s.training_class_id
WHERE s.live AND s.day = %(day)s AND s.lo < %(hi)s AND %(lo)s < s.hi AND s.room_id = %(room)s
UNION ALL
SELECT 'examiner', e.exam_no FROM evaluation_exam e WHERE e.live AND e.id <> %(number)s AND e.day = %(day)s AND e.lo < %(hi)s
    AND %(lo)s < e.hi AND (e.examiner_id = ANY(%(examiners)s) OR e.second_examiner_id = ANY(%(examiners)s))
UNION ALL
SELECT 'examiner', c.class_no FROM training_session s JOIN training_trainingclass c ON c.id = s.training_class_id
WHERE s.live AND s.day = %(day)s AND s.lo < %(hi)s AND %(lo)s < s.hi AND s.teacher_id = ANY(%(examiners)s)
LIMIT 5
