"""Tokens: made once, kept as a digest, taken away for good."""

import hashlib
import re
from datetime import timedelta

import pytest

from adapters.outbound.system.ids import SystemIds
from application.create_token import CreatedToken, CreateToken, CreateTokenCommand
from application.list_tokens import ListTokens
from application.ports.unit_of_work import Store
from application.revoke_token import RevokeToken, RevokeTokenCommand
from domain.access import Scope
from domain.errors import Conflict, NotFound, RuleViolation


def make(store: Store, name: str = "anna", lifetime: timedelta | None = None) -> CreatedToken:
    command = CreateTokenCommand(name=name, scope=Scope.STAFF, lifetime=lifetime)
    return CreateToken(store, SystemIds()).execute(command)


def test_a_token_is_256_random_bits_of_which_the_digest_is_kept(store: Store) -> None:
    created = make(store)

    [kept] = ListTokens(store).execute()
    assert re.fullmatch(r"elt_[\w-]{43}", created.secret)
    assert kept.digest == hashlib.sha256(created.secret.encode()).digest()
    assert created.secret not in repr(created)
    assert make(store).secret != created.secret


def test_a_lifetime_counts_from_now(store: Store) -> None:
    token = make(store, lifetime=timedelta(days=3)).token

    assert token.expires_at == token.created_at + timedelta(days=3)
    assert make(store).token.expires_at is None


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\x1b[2J", "x" * 101])
def test_a_name_that_cannot_be_shown_is_refused(store: Store, name: str) -> None:
    with pytest.raises(RuleViolation):
        make(store, name)

    assert ListTokens(store).execute() == []


def test_a_lifetime_of_nothing_is_refused(store: Store) -> None:
    with pytest.raises(RuleViolation):
        make(store, lifetime=timedelta())


@pytest.mark.parametrize("by", ["name", "id"])
def test_a_token_is_revoked_by_name_or_id_and_only_once(store: Store, by: str) -> None:
    which = str(getattr(make(store).token, by))

    RevokeToken(store).execute(RevokeTokenCommand(which))

    [kept] = ListTokens(store).execute()
    assert kept.revoked_at is not None
    with pytest.raises(NotFound):
        RevokeToken(store).execute(RevokeTokenCommand(which))


def test_a_name_that_two_valid_tokens_have_revokes_neither(store: Store) -> None:
    make(store)
    make(store)

    with pytest.raises(Conflict):
        RevokeToken(store).execute(RevokeTokenCommand("anna"))

    assert [token.revoked_at for token in ListTokens(store).execute()] == [None, None]
