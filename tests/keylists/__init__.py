"""Key schools and key majors, from the application to the public page."""
