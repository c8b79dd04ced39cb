"""The host that we run on: its clock, and ids made here."""
