"""The close: seconds per phase, memory, growth, second month, nation."""
