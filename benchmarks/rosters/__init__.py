"""Rosters in and out, against readers and validators of others."""
