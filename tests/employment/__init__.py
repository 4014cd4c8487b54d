"""Tests of the platform of employment."""
