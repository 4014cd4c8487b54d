"""Online courses, who learned what for how long, and the proof of it (19-11-05, 19-11-06, 20-02-07 to 20-02-09)."""
