"""Free services on the page of a household, which stands on a lower floor."""
