"""Secrets that webhooks are signed with."""

import base64
import secrets

SECRET_PREFIX = "whsec_"  # noqa: S105


def new_webhook_secret() -> str:
    """256 random bits in the form of the Standard Webhooks specification: a prefix, and base64."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii")
