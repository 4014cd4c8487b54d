"""What the notices make offices do."""
