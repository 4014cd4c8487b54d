"""A synthetic nation: its registers as their owners deliver them, and the truth kept apart."""
