"""Tags of what people are due."""
