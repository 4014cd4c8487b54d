"""The monthly monitoring of students from poor families."""
