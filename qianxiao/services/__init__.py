"""What people receive: schooling, training, courses, certificates."""
