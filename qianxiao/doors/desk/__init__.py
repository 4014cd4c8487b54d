"""The back office: shell, icons, home."""
