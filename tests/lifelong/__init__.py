"""One person, one life-long file."""
