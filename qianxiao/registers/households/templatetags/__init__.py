"""What the register says of a person, for pages of other apps."""
