"""Tests of the synthetic nation."""
