"""Dated reference data in the database: the region tree."""
