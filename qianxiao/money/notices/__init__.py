"""Public notice of money: lists with masked names, for so many working days, open to objections (X-07)."""
