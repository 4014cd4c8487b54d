"""Who looked at whose data: an insert-only log."""
