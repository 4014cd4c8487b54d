"""Every poor student looked at every month, and a case for each difficulty until it is over (19-05-07 to 19-05-10)."""
