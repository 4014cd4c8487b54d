"""Tags of the analysis."""
