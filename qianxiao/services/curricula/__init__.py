"""Curricula: national training norms by major, what schools teach of them, and the gaps (19-14-01)."""
