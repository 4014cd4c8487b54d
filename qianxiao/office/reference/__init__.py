"""Reference data to look things up in: code tables, regions through time, area tags, units, sources (B80)."""
