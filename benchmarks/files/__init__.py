"""Writing files at size: a month's workbooks, rows given back."""
