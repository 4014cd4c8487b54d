"""From approved to arrived, provably once: reservation, double-entry ledger, batches, bank, reconciliation, recovery."""
