"""Tests of free services."""
