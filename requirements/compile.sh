#!/bin/bash
# Compile the .in files to hashed .txt files without any address inside (needs uv: pip install uv).
set -euo pipefail
cd "$(dirname "$0")"
for name in uv base dev cluster bench; do
  uv pip compile --quiet --generate-hashes --no-header --no-annotate \
    --python-version 3.11 --python-platform linux "$name.in" -o "$name.txt" "$@"
done
