"""From what is due to what is approved: lists nobody applies for, applications, checks, two reviews, appeals (19-13-01 to -06)."""
