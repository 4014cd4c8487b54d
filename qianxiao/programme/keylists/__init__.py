"""Key schools and key majors: applied for, scored from data, decided and published by two people (19-04-01 to 19-04-06)."""
