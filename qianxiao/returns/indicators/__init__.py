"""Indicators: definitions as data, cells by county and month, sums over tiers, 32 units and area tags, the board (19-17-05, X-10, X-18)."""
