"""Settings, addresses and start of the web half."""
