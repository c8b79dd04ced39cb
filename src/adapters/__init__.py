"""What plugs into the core from outside."""
