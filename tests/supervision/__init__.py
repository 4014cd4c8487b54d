"""Supervision: progress answered from cells, warnings with rectification, inspections, commendation."""
