"""Backups: copies of the whole store in a file, the same for every database."""
