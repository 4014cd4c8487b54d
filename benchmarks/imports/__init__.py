"""How fast a roster is brought in: read, checked, compared, sealed, stored, taken in."""
