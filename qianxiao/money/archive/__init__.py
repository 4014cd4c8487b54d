"""The file of a claim, of one line of it, of a class: everything on record, as one printable document (X-12)."""
