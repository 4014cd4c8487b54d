"""Operating systems of a demo: written, loaded, looked through."""
