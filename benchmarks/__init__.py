"""What measures speed and memory; never timed inside a test."""
