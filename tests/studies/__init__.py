"""Tests of students and teachers, through the pages."""
