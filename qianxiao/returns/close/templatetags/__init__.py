"""What a closed month says, for the pages of the registers."""
