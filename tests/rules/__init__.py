"""Tests of the rules: what each person is due, and why."""
