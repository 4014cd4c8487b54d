"""Agencies, posts, sign-in and the scope of a request."""
