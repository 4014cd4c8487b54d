"""Real-name training: projects, classes, timetables, rosters, attendance (19-05-02)."""
