"""Indicators: cells as the engine counted them, sums over tiers and tags, people behind them, what is published."""
