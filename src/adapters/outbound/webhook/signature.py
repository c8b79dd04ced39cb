"""Signatures by the Standard Webhooks specification (standardwebhooks.com, version 1)."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime

_PREFIX = "whsec_"


def signature_headers(message_id: str, body: bytes, secrets: Iterable[str], now: datetime) -> Mapping[str, str]:
    """The three headers; one signature for each secret, of which the receiver needs to know one. The time is signed
    too, so that what is sent again later by somebody else can be told.
    """
    timestamp = str(int(now.timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(secret, signed) for secret in secrets),
    }


def _signature(secret: str, signed: bytes) -> str:
    digest = hmac.digest(key_of(secret), signed, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode('ascii')}"


def key_of(secret: str) -> bytes:
    """The bytes that a secret stands for. Raises ValueError for what is no secret."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("is no secret for webhooks") from None
    if not key:
        raise ValueError("is no secret for webhooks")
    return key
