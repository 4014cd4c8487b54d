"""Leads: what the operating systems tell that does not look right, as questions with their evidence (security design, section 5)."""
