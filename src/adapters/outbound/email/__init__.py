"""Notices by SMTP."""
