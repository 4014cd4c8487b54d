"""Supervision (2019 §17): progress asked for and answered from cells, warnings with rectification, inspections, commendation."""
