"""What must never be stored: secrets are masked, persons' addresses become pseudonyms."""

from domain.redaction.redactor import Redactor

__all__ = ["Redactor"]
