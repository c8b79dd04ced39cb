"""The mail server that notices are handed to."""

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path

_LONGEST_TIMEOUT_S = 10.0
_LONGEST_ATTEMPT_S = 30.0
_MASK = "***"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where and how to log in. `use_tls` is STARTTLS, `use_ssl` TLS from the first byte; the certificate is checked
    against `ca_file`, else against the system's authorities. `timeout_s` is for one answer, `attempt_limit_s` for
    all of an attempt; the answer to the whole mail may take what is left of that. Raises ValueError for
    values that cannot be meant.
    """

    host: str
    port: int = 587
    use_tls: bool = True
    use_ssl: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None
    timeout_s: float = _LONGEST_TIMEOUT_S
    attempt_limit_s: float = _LONGEST_ATTEMPT_S

    def __post_init__(self) -> None:
        if not self.host:
            raise ValueError("the mail server has no host")
        if not 0 < self.port < 65536:
            raise ValueError(f"a port is a number from 1 to 65535, not {self.port}")
        if self.use_tls and self.use_ssl:
            raise ValueError("STARTTLS and TLS from the first byte exclude each other: choose one")
        if not 0 < self.timeout_s <= _LONGEST_TIMEOUT_S or not 0 < self.attempt_limit_s <= _LONGEST_ATTEMPT_S:
            raise ValueError("one answer is waited for at most 10 s, and an attempt takes at most 30 s")

    @property
    def place(self) -> str:
        """Host and port, for people."""
        return f"{self.host}:{self.port}"

    @property
    def encrypted(self) -> bool:
        """Whether the login and the mails are sent encrypted."""
        return self.use_tls or self.use_ssl

    def without_secrets(self, text: str) -> str:
        """The text with user and password masked, also as they are encoded for the login: servers like to repeat
        the line that they did not understand.
        """
        user, password = self.user or "", self.password or ""
        known = [secret for secret in (f"\0{user}\0{password}", password, user) if secret.strip("\0")]
        for secret in (*map(_encoded, known), password):
            text = text.replace(secret, _MASK) if secret else text
        # A user may be called "mail": only the word is masked.
        return re.sub(rf"(?<!\w){re.escape(user)}(?!\w)", _MASK, text) if user else text


def _encoded(secret: str) -> str:
    return base64.b64encode(secret.encode("utf-8", "surrogateescape")).decode()
