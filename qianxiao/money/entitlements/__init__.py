"""What each person is due, item by item: one row for ever, brought up to every closed month, with what was paid and claimed."""
