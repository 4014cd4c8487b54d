"""What goes up the tiers: the closed month and its returns."""
