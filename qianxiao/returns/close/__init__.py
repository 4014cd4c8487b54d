"""The closed month as people see it: coverage, gaps, persons, doubts, files."""
