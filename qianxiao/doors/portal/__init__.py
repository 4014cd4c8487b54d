"""What everybody may see without an account: courses, key schools, proofs; and the learner's own pages (19-11-04, 19-11-05)."""
