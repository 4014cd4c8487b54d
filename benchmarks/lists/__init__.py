"""How quickly the register of people answers."""
