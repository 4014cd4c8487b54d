"""Online courses through their pages."""
