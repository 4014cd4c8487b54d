"""The month's books: differences explained, signatures that chain, a frozen month that stays and proves it."""
