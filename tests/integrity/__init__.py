"""Leads: what is planted in a synthetic world is found, what looks alike is not."""
