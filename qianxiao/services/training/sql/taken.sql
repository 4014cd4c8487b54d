-- Classes that hold a room or teacher at one of the hours asked for.
WITH asked AS (SELECT * FROM json_to_recordset(%(lines)s::json) AS r (day integer, lo smallint, hi smallint, room bigint, teacher uuid))
SELECT DISTINCT CASE WHEN s.room_id = a.room THEN 'room_twice' ELSE 'teacher_twice' END, c.class_no
FROM asked a JOIN training_session s ON s.day = a.day AND s.live AND s.lo < a.hi AND a.lo < s.hi
    AND (s.room_id = a.room OR s.teacher_id = a.teacher)
JOIN training_trainingclass c ON c.id = s.training_class_id ORDER BY 1, 2
