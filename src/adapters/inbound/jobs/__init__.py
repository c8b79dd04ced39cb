"""Huey tasks and the timer of a worker."""
