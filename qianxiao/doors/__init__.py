"""The doors: shells and home pages only."""
