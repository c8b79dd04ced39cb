"""What is done to tokens and keys is in the audit log, their secrets are not."""

from adapters.outbound.system.ids import SystemIds
from application.check_audit_log import CheckAuditLog
from application.create_key import CreateKey, CreateKeyCommand
from application.create_token import CreateToken, CreateTokenCommand
from application.ports.unit_of_work import Store
from application.revoke_key import RevokeKey, RevokeKeyCommand
from application.revoke_token import RevokeToken, RevokeTokenCommand
from application.set_key_mode import SetKeyMode, SetKeyModeCommand
from domain.access import KeyKind, KeyMode, Scope


def test_each_act_has_an_entry_without_secrets(store: Store) -> None:
    token = CreateToken(store, SystemIds()).execute(CreateTokenCommand(name="anna", scope=Scope.READ))
    RevokeToken(store).execute(RevokeTokenCommand("anna", actor="ben"))
    key = CreateKey(store, SystemIds()).execute(CreateKeyCommand("java", KeyKind.SECRET))
    SetKeyMode(store).execute(SetKeyModeCommand("java", KeyMode.ENFORCE))
    RevokeKey(store).execute(RevokeKeyCommand(key.key.id))

    with store.reading() as work:
        entries = [entry for _, entry, _ in reversed(work.audit.page(limit=9))]

    assert [(entry.actor, entry.action, entry.subject) for entry in entries] == [
        ("command line", "token.create", str(token.token.id)),
        ("ben", "token.revoke", str(token.token.id)),
        ("command line", "key.create", str(key.key.id)),
        ("command line", "key.mode", "java"),
        ("command line", "key.revoke", str(key.key.id)),
    ]
    assert entries[3].detail == {"before": "off", "after": "enforce"}
    assert not [secret for secret in (token.secret, key.secret) if secret in repr(entries)]
    assert CheckAuditLog(store).execute() == 5
