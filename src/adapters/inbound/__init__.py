"""The world calls us."""
