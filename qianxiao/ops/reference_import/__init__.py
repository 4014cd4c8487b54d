"""Rebuilds the region files of reference/ from published packages; never needed when Qianxiao runs."""
