"""What the matching desk says of some people, for pages of the registers."""
