"""The vault of persons: one person once, numbers sealed, searched by blind index, shown as masks."""
