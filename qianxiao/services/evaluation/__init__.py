"""Evaluation: bodies and their scope, norms, exams, scores, certificates (20-05)."""
