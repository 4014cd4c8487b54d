"""The region tree, loaded from the reference file."""
