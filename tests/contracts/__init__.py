"""One suite a port; every adapter of the port runs it."""
