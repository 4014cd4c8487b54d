"""Workbooks with very many rows: their look by xlsxwriter, their rows as a stream, the same bytes every time."""
