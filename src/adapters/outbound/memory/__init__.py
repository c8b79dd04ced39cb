"""Adapters that live in the memory of one process."""
