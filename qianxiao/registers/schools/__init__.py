"""Schools, training institutions and evaluation bodies: what they are, may do, and have (19-04-03, 19-05-01)."""
