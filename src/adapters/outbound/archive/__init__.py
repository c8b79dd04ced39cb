"""Errors in files: what retention archives, and what people export."""
