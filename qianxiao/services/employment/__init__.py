"""The platform of employed and not employed rural poor workers: one record a person, with an owner (2.6, 20-11-04)."""
