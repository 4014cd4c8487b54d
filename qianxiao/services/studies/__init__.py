"""Students of technical schools from registration to their first job, and the teachers who teach them (19-05-01)."""
