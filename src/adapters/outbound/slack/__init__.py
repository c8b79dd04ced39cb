"""Notices in Slack."""
