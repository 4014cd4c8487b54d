"""Duties and deadlines: what notices make agencies do, by when, who lacks it, and whose name stands on it."""
