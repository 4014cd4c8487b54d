"""Free services per household and person: policy advice, job guidance, training advice (19-11-01)."""
