"""Why there is no connection, told without what a message of libpq repeats."""

import pytest

from adapters.outbound.sql.connection_causes import cause_of
from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.store import SqlStore
from application.ports.store_errors import StoreUnavailable

SERVER = 'connection failed: connection to server at "10.1.2.3", port 5432 failed: '


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        (SERVER + "Connection refused", "nothing listens at that address"),
        (SERVER + 'FATAL:  password authentication failed for user "x"', "the user or the password was refused"),
        (SERVER + 'FATAL:  database "x" does not exist', "there is no such database"),
        (SERVER + 'FATAL:  role "x" does not exist', "there is no such user"),
        (SERVER + "FATAL:  sorry, too many clients already", "every connection of the server is taken"),
        ("failed to resolve host 'x': [Errno -2] Name or service not known", "there is no host of that name"),
        ("connection timeout expired", "no answer in time"),
        (SERVER + "FATAL: quelque chose", ""),
    ],
)
def test_each_cause_has_its_words(message: str, cause: str) -> None:
    assert cause_of(message) == cause


def test_a_store_that_is_away_says_why_without_address_or_password() -> None:
    store = SqlStore(make_engine("postgresql://user:geheim@127.0.0.1:1/errors"))

    with pytest.raises(StoreUnavailable) as away, store.reading() as work:
        work.now()

    assert str(away.value) == "PostgreSQL cannot be reached: nothing listens at that address"
