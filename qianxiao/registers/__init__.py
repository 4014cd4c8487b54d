"""Who exists: the dated registers everything else points at."""
