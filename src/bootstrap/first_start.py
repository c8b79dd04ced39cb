"""What a first start makes: the store's schema, and a token for staff."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bootstrap.data_dir import write_private
from bootstrap.next_steps import FirstToken
from bootstrap.settings import Settings
from domain.access import Scope

TOKEN_FILE = "staff-token"  # noqa: S105
"""In the data directory; who can read it may do what staff may."""


def prepare_in_child(settings: Settings, *, terminal: bool) -> FirstToken | None:
    """`prepare`, in a process that ends with it: the supervisor lives on for months and needs no SQL in its memory."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as child:
        return child.submit(prepare, settings, terminal=terminal).result()


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
        container.create_token(new_secret=lambda: secret).execute(CreateTokenCommand(name="first", scope=Scope.STAFF))
        return FirstToken(file, secret if terminal else None)
    finally:
        close(container)


def _kept(data_dir: Path) -> FirstToken | None:
    file = data_dir / TOKEN_FILE
    return FirstToken(file, None) if file.is_file() else None
