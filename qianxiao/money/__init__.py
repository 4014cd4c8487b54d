"""What is done with public money: who is due what, and what does not look right."""
