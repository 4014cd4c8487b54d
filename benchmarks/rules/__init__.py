"""The rules measured against a loop, OpenFisca, Polars and a bare scan, on the same people."""
