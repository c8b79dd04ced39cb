"""Ingest keys: two valid ones of a kind, and enforced only where there is one."""

import hashlib
import re
from uuid import UUID

import pytest

from adapters.outbound.system.ids import SystemIds
from application.create_key import CreatedKey, CreateKey, CreateKeyCommand
from application.list_keys import ListKeys
from application.ports.unit_of_work import Store
from application.revoke_key import RevokeKey, RevokeKeyCommand
from application.set_key_mode import SetKeyMode, SetKeyModeCommand
from domain.access import KeyKind, KeyMode
from domain.errors import Conflict, NotFound, RuleViolation


def make(store: Store, service: str = "laravel", kind: KeyKind = KeyKind.SECRET) -> CreatedKey:
    return CreateKey(store, SystemIds()).execute(CreateKeyCommand(service, kind))


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_key_tells_its_kind_and_only_its_digest_is_kept(store: Store, kind: KeyKind) -> None:
    created = make(store, kind=kind)

    [entry] = ListKeys(store).execute()
    assert re.fullmatch(rf"elk_{kind}_[\w-]{{43}}", created.secret)
    assert [key.digest for key in entry.keys] == [hashlib.sha256(created.secret.encode()).digest()]
    assert created.secret not in repr(created)


def test_a_key_makes_its_service_known(store: Store) -> None:
    make(store)

    [entry] = ListKeys(store).execute()
    assert (entry.service.name, entry.service.key_mode) == ("laravel", KeyMode.OFF)


def test_two_keys_of_a_kind_are_valid_and_a_third_waits_for_a_revocation(store: Store) -> None:
    oldest = make(store)
    make(store)
    make(store, kind=KeyKind.PUBLIC)
    make(store, service="java")

    with pytest.raises(Conflict):
        make(store)
    RevokeKey(store).execute(RevokeKeyCommand(oldest.key.id))

    assert make(store).key.service == "laravel"


def test_a_key_is_revoked_once(store: Store) -> None:
    key = make(store).key
    RevokeKey(store).execute(RevokeKeyCommand(key.id))

    for which in (key.id, UUID(int=1)):
        with pytest.raises(NotFound):
            RevokeKey(store).execute(RevokeKeyCommand(which))


@pytest.mark.parametrize("service", ["", " ", "a\x00b", "x" * 101])
def test_a_service_that_cannot_be_shown_gets_no_key(store: Store, service: str) -> None:
    with pytest.raises(RuleViolation):
        make(store, service)


def test_a_mode_is_set_for_one_service(store: Store) -> None:
    make(store)
    make(store, service="java")

    SetKeyMode(store).execute(SetKeyModeCommand("laravel", KeyMode.ENFORCE))

    modes = {entry.service.name: entry.service.key_mode for entry in ListKeys(store).execute()}
    assert modes == {"laravel": KeyMode.ENFORCE, "java": KeyMode.OFF}


def test_a_key_that_does_not_exist_is_not_enforced(store: Store) -> None:
    key = make(store).key
    RevokeKey(store).execute(RevokeKeyCommand(key.id))

    with pytest.raises(Conflict):
        SetKeyMode(store).execute(SetKeyModeCommand("laravel", KeyMode.ENFORCE))
    with pytest.raises(NotFound):
        SetKeyMode(store).execute(SetKeyModeCommand("nobody", KeyMode.OBSERVE))
