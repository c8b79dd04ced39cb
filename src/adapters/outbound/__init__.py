"""We call the world."""
