"""Statistics of training and the monthly analysis."""
