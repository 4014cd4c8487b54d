"""Documents, the items made under them, values by region and date: read, tried, proposed, signed, published."""
