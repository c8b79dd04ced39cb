"""What the use cases need of the world: one protocol a file."""
