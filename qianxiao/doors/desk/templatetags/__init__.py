"""Tags and filters of the back office templates."""
