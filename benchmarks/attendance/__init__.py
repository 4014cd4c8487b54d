"""Attendance of many classes: loading, double presence, a class page."""
