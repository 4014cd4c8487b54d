-- People who stand in two classes at overlapping hours of a day, days from-to: once for each pair of sessions (X-11, pattern 1).
SELECT a.person, a.day, a.trainee, a.session, a.training_class, b.trainee, b.session, b.training_class
FROM training_attendance a JOIN training_attendance b ON b.person = a.person AND b.day = a.day AND b.session > a.session
    AND a.lo < b.hi AND b.lo < a.hi AND b.state <> 'absent'
WHERE a.state <> 'absent' AND a.day BETWEEN %(first)s AND %(last)s AND b.day BETWEEN %(first)s AND %(last)s
