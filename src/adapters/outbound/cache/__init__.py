"""What Redis shares between processes."""
