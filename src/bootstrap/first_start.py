"""What a first start makes: the store's schema, and a token for staff."""

import json
import os
import subprocess
import sys
from pathlib import Path

from application.ports.store_errors import DataRefused, StoreUnavailable
from bootstrap.data_dir import write_private
from bootstrap.next_steps import FirstToken
from bootstrap.setting_reader import SettingsRefused
from bootstrap.settings import Settings, read_settings
from domain.access import Scope

TOKEN_FILE = "staff-token"  # noqa: S105
"""In the data directory; who can read it may do what staff may."""

PREPARE = "ERROR_LOGGING_PREPARE"
"""Set in the environment of the web process where `serve` found the store away: it prepares it when it is back."""

_TERMINAL = "--terminal"


class FirstStartFailed(Exception):
    """It cannot be made; the message says why."""


def prepare_in_child(settings: Settings, *, terminal: bool) -> FirstToken | None:
    """`prepare`, in a process that ends with it: the supervisor lives on for months and needs no SQL in its memory.

    Raises:
        StoreUnavailable, DataRefused, FirstStartFailed.
    """
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-P", "-m", "bootstrap.first_start", *([_TERMINAL] if terminal else [])],
        env={**os.environ, "DATA_DIR": str(settings.storage.data_dir)},
        stdin=subprocess.DEVNULL,
        # The secret goes through this pipe only.
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode != 0:
        raise FirstStartFailed("the installation could not be prepared: what went wrong stands above")
    answer = json.loads(done.stdout)
    for kind in (StoreUnavailable, DataRefused, FirstStartFailed):
        if kind.__name__ in answer:
            raise kind(answer[kind.__name__])
    if not answer:
        return None
    return FirstToken(Path(answer["file"]) if answer["file"] else None, answer["secret"])


def main() -> None:
    """What the child does: prints the token, or why there is none, as JSON."""
    try:
        token = prepare(read_settings(os.environ), terminal=_TERMINAL in sys.argv)
        answer = {} if token is None else {"file": token.file and str(token.file), "secret": token.secret}
    except StoreUnavailable as away:
        answer = {StoreUnavailable.__name__: str(away)}
    except DataRefused as refused:
        answer = {DataRefused.__name__: str(refused)}
    except SettingsRefused as refused:
        answer = {FirstStartFailed.__name__: str(refused)}
    sys.stdout.write(json.dumps(answer))


def prepare(settings: Settings, *, terminal: bool) -> FirstToken | None:
    """Bring the store to this version's schema, and make a token for staff where there is none at all.

    Without a terminal the token goes into a file that only its owner can read. The file is written before the token is
    stored, so that no stored token was never shown.

    Raises:
        StoreUnavailable: the store is away.
    """
    from adapters.outbound.sql.migrate import migrate
    from application.create_token import CreateTokenCommand, new_token_secret
    from bootstrap.containers import Container, close
    from bootstrap.logging import configure_logging

    configure_logging(settings.log, process="serve")
    container = Container(settings=settings)
    try:
        migrate(container.engine())
        tokens = container.token_use_cases()
        if tokens.list.execute():
            return _kept(settings.storage.data_dir)
        secret = new_token_secret()
        file = None if terminal else settings.storage.data_dir / TOKEN_FILE
        if file is not None:
            write_private(file, f"{secret}\n")
        command = CreateTokenCommand(name="first", scope=Scope.STAFF, actor="first start")
        container.create_token(new_secret=lambda: secret).execute(command)
        return FirstToken(file, secret if terminal else None)
    finally:
        close(container)


def _kept(data_dir: Path) -> FirstToken | None:
    file = data_dir / TOKEN_FILE
    return FirstToken(file, None) if file.is_file() else None


if __name__ == "__main__":
    main()
