"""Tests of reading, checking and giving back registers."""
