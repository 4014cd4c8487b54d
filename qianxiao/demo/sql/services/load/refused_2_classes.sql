-- Sessions that were not taken in, as classes: the room or teacher was held, by the class of this number.
SELECT s.class_no, CASE WHEN bool_or(o.room_id = r.id) THEN 'room_twice' WHEN bool_or(o.teacher_id = s.teacher) THEN 'teacher_twice' ELSE 'unknown' END,
    coalesce(min(k.class_no), '')
FROM s_sessions s JOIN s_classes c USING (class_no) LEFT JOIN schools_institution i USING (org_code) LEFT JOIN schools_room r ON r.institution_id = i.id AND r.name = s.room
LEFT JOIN training_session o ON o.day = s.day AND o.lo < s.hi AND s.lo < o.hi AND (o.room_id = r.id OR o.teacher_id = s.teacher)
LEFT JOIN training_trainingclass k ON k.id = o.training_class_id
WHERE NOT EXISTS (SELECT FROM training_session t JOIN training_trainingclass m ON m.id = t.training_class_id WHERE m.class_no = s.class_no AND t.day = s.day AND t.lo = s.lo)
GROUP BY s.class_no ORDER BY 1
