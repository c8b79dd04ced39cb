"""Notices as text messages, by Twilio."""
