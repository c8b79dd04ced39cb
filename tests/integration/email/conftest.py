"""Mail servers, one of a kind a session, as new for each test."""

import pytest

from adapters.outbound.email.notifier import EmailNotifier
from adapters.outbound.email.server import SmtpServer
from adapters.outbound.memory.clock import MemoryClock
from tests.contracts.notifier_contract import SECRET
from tests.support.builders_notices import DASHBOARD, NOON
from tests.support.smtp import certificate, mail_server

LOGIN = ("mailer@example.test", SECRET)


@pytest.fixture(scope="session")
def authority():
    with certificate() as made:
        yield made


@pytest.fixture(scope="session")
def starttls_server(authority):
    with mail_server(authority, login=LOGIN) as server:
        yield server


@pytest.fixture
def server(starttls_server):
    starttls_server.reset()
    return starttls_server


@pytest.fixture
def settings(server, authority):
    """Those that fit the server, with changes."""

    def changed(**changes):
        fitting = {"host": server.host, "port": server.port, "user": LOGIN[0], "password": LOGIN[1]}
        return SmtpServer(**fitting | {"ca_file": authority.file, "timeout_s": 5.0} | changes)

    return changed


@pytest.fixture
def notifier_to(settings):
    """A notifier whose settings fit the server, with changes."""

    def changed(**changes):
        return EmailNotifier(
            settings(**changes),
            from_address="Error Logging <errors@example.test>",
            dashboard_url=DASHBOARD,
            clock=MemoryClock(NOON),
        )

    return changed


@pytest.fixture
def notifier(notifier_to):
    return notifier_to()
