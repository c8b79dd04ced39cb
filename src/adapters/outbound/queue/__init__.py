"""Waking workers through Huey."""
