"""What `serve` tells whoever started it."""

import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from bootstrap.ports import local_url
from bootstrap.settings import Settings


@dataclass(frozen=True, slots=True)
class FirstToken:
    """The token that a first start made: its file, or the secret itself where only a terminal shows it."""

    file: Path | None
    secret: str | None

    @property
    def in_shell(self) -> str:
        """How a shell puts it between double quotes."""
        return self.secret or f"$(cat {shlex.quote(str(self.file))})"


def next_steps(settings: Settings, token: FirstToken | None) -> str:
    """What to do now, in lines that can be pasted into a shell."""
    url = f"{local_url(settings.web.host, settings.web.port)}/api/error-logging"
    program = program_in_shell(settings)
    bearer = token.in_shell if token else "$ERROR_LOGGING_TOKEN"
    steps = [
        f"Ready: {local_url(settings.web.host, settings.web.port)}",
        "Send a first error:",
        f"  curl -sSw '\\n' {url}/webhook/laravel/ -H 'Content-Type: application/json' -d '{_FIRST_ERROR}'",
        "See it:",
        f'  curl -sSw "\\n" {url}/errors/ -H "Authorization: Bearer {bearer}"',
    ]
    if token is None:
        steps += ["where the token is one that you have, or a new one:", f"  {_NEW_TOKEN.format(program=program)}"]
    steps += ["Say who mends errors:", f"  {program} developer add --name Anna --email anna@example.org"]
    if settings.email_at_fault:
        steps.append("Mail cannot be sent yet: the notes above say what is wrongly set.")
    elif settings.email is None:
        steps += ["Mail is off. To turn it on, start again with your mail server set:", _MAIL.format(program=program)]
    return "\n".join(line if line.startswith("  ") else f"\n{line}" for line in steps)


def where_token_is(token: FirstToken | None, *, program: str) -> str:
    """What to know about the token."""
    if token is None:
        return f"API tokens exist already; make another with: {program} token create you"
    if token.secret is not None:
        return f"A first API token, shown only this once:\n\n  {token.secret}"
    return f"An API token for staff is in {token.file}, which only this user can read: move it to a safe."


def program_in_shell(settings: Settings) -> str:
    """How to call this program for this installation from where it was started."""
    called = Path(sys.argv[0])
    if shutil.which("error-logging"):
        words = ["error-logging"]
    elif called.name == "error-logging":
        words = [str(called.absolute())]
    else:
        words = [sys.executable, "-m", "bootstrap.main"]
    program = shlex.join(words)
    if settings.storage.data_dir == Path("data").absolute():
        return program
    # Before the command's name, where every command understands it.
    return f"{program} --data-dir {shlex.quote(str(settings.storage.data_dir))}"


_FIRST_ERROR = (
    '{"error_type": "DatabaseError", "message": "Connection failed", "severity": "critical", '
    '"endpoint": "/api/users", "environment": "production"}'
)
_NEW_TOKEN = "export ERROR_LOGGING_TOKEN=$({program} token create you)"  # noqa: S105
_MAIL = """\
  export EMAIL_HOST=smtp.example.org EMAIL_PORT=587 DEFAULT_FROM_EMAIL=errors@example.org
  export EMAIL_HOST_USER=errors@example.org EMAIL_HOST_PASSWORD='the password'
  {program} doctor"""
