"""Rosters that are brought in: uploaded, checked, compared, taken; every fact remembers file and row (X-08)."""
