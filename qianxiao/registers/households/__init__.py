"""Households and their members as dated versions: who entered, left, changed, from which file and row."""
