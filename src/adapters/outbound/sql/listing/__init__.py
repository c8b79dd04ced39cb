"""Finding the errors of a list: by which index, how many are looked at, and what is in force (ADR 0005)."""
