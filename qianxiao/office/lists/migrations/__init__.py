"""Schema of the lists."""
