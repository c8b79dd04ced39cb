"""Why no connection to PostgreSQL came about, in our own words: libpq's hold host, user and address."""

_CAUSES = (
    ("password authentication failed", "the user or the password was refused"),
    ("no password supplied", "the server wants a password"),
    ("no pg_hba.conf entry", "the server lets this user or host not in (pg_hba.conf)"),
    ("authentication failed", "the user was refused"),
    ("starting up", "the server is still starting"),
    ("in recovery mode", "the server is recovering"),
    ("shutting down", "the server is shutting down"),
    ("too many clients", "every connection of the server is taken"),
    ("connection slots are reserved", "every connection of the server is taken"),
    ("resolve host", "there is no host of that name"),
    ("translate host name", "there is no host of that name"),
    ("Connection refused", "nothing listens at that address"),
    ("No such file or directory", "nothing listens at that address"),
    ("timeout expired", "no answer in time"),
    ("timed out", "no answer in time"),
    ("unreachable", "no way leads to that address"),
    ("certificate", "the TLS certificate was refused"),
    ("SSL", "TLS could not be agreed on"),
)
"""Parts of messages of libpq, psycopg and the server (in English; in another language no cause is told)."""


def cause_of(message: str) -> str:
    """The cause in a failed connection's message, empty where it is none that is known; repeats nothing of it."""
    if 'role "' in message and "does not exist" in message:
        return "there is no such user"
    if 'database "' in message and "does not exist" in message:
        return "there is no such database"
    return next((cause for part, cause in _CAUSES if part in message), "")
