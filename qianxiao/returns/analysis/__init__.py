"""Statistics of training and the monthly analysis of the employment platform (20-11-03, 20-11-06)."""
