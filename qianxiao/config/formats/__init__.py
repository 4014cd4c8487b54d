"""Number formats where Django's own are not ours."""
