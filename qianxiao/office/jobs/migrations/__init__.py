"""Migrations of background jobs."""
