"""Schema of the matching desk."""
