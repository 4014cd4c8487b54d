"""What computes: reading, checking, matching, rules, the monthly close, files."""

import os

# DuckDB's allocator gives pages back as soon as they are free and asks for them anew in the next step: a tenth of a close
# was the kernel clearing pages. Kept for a minute they are reused, and the kernel may still take them when memory is short.
# Read when DuckDB is loaded, so it stands before every import of it; whoever sets the variable decides.
os.environ.setdefault("DUCKDB_JE_MALLOC_CONF", "muzzy_decay_ms:60000")
