"""Backup, restore, export and import as people use them."""

import json
import subprocess
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import update

from adapters.outbound.sql.engine import make_engine
from adapters.outbound.sql.tables import ERROR_LOGS
from tests.support.postgres import PostgresServer
from tests.support.product import API, PROGRAM, Product


def test_a_backup_under_load_is_restored_into_another_installation(
    product: Product, admin_token: str, tmp_path: Path
) -> None:
    product.developer("ada", "java")
    first = report(product, 20)
    said = product.run("backup", str(tmp_path / "all.backup"))
    report(product, 5)
    another = Product(tmp_path / "another")

    told = another.run("restore", str(tmp_path / "all.backup"))

    assert "rows, as they were at" in said
    assert told.startswith("Restored.")
    another.start("serve")
    try:
        another.wait_until_ready("serve")
        listed = another.get(f"{API}/errors/?limit=100&q=frobnication", token=admin_token).json()
        assert {error["id"] for error in listed["results"]} == set(first)
    finally:
        another.stop()


def test_a_restore_is_refused_while_somebody_works(product: Product, tmp_path: Path) -> None:
    product.run("backup", str(tmp_path / "all.backup"))

    done = subprocess.run(
        [PROGRAM, "restore", str(tmp_path / "all.backup")],
        env=product.environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 2
    assert "another web process" in done.stderr or "is not empty" in done.stderr


def test_what_was_exported_can_be_imported_elsewhere(
    product: Product, tmp_path: Path, postgres: PostgresServer
) -> None:
    ids = report(product, 3)
    said = product.run("export", str(tmp_path / "some.jsonl.gz"), "--service", "java")
    assert said.endswith("holds 3 errors.\n")
    another = Product(tmp_path / "b", {"DATABASE_URL": postgres.create_database(f"other_{uuid4().hex}")})
    another.run("migrate")

    told = [another.run("import", str(tmp_path / "some.jsonl.gz")) for _ in range(2)]

    assert told == [
        "3 errors stored; 0 were stored already, 0 had been erased.\n",
        "0 errors stored; 3 were stored already, 0 had been erased.\n",
    ]
    assert len(ids) == 3


def test_the_job_archives_what_it_removes(tmp_path: Path, database_settings: dict[str, str]) -> None:
    archive = tmp_path / "archive"
    product = Product(tmp_path, {**database_settings, "ARCHIVE_DIR": str(archive)})
    product.run("migrate")
    old = tmp_path / "old.jsonl"
    old.write_text(json.dumps(OLD) + "\n")
    product.run("import", str(old))

    product.run("job", "run", "clean-old-error-logs")
    assert not archive.exists(), "what was imported stays for 30 days"
    let_expire(product)
    product.run("job", "run", "clean-old-error-logs")

    assert product.run("import", *map(str, archive.iterdir())).startswith("1 errors stored; 0 were")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"MAX_STORAGE": "lots"}, "is no size"),
        ({"MAX_STORAGE": "1MB"}, "less than 32 MB"),
        ({"RETENTION_DAYS": "0"}, "between"),
    ],
)
def test_a_wrong_setting_stops_the_start(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    done = subprocess.run(
        [PROGRAM, "migrate"],
        env=Product(tmp_path, settings).environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 2
    assert said in done.stderr


def let_expire(product: Product) -> None:
    """What 30 days would do."""
    engine = make_engine(product.database_url)
    with engine.begin() as connection:
        connection.execute(update(ERROR_LOGS).values(expires_at=ERROR_LOGS.c.received_at))
    engine.dispose()


OLD = {
    "v": 1,
    "error": {
        "id": "019a0000-0000-7000-8000-000000000001",
        "report": {"service": "java", "error_type": "E", "message": "m", "severity": "high"},
        "pattern_id": "019a0000-0000-7000-8000-000000000002",
        "episode_id": None,
        "status": "resolved",
        "assigned_to": None,
        "received_at": "2025-01-01T00:00:00+00:00",
        "occurred_at": "2025-01-01T00:00:00+00:00",
        "expires_at": "2025-01-31T00:00:00+00:00",
        "trusted": True,
        "resolved_at": "2025-01-01T00:00:00+00:00",
    },
    "pattern": {
        "id": "019a0000-0000-7000-8000-000000000002",
        "service": "java",
        "error_type": "E",
        "title": "m",
        "culprit": "",
        "fingerprint": "f",
        "rules": "v1",
        "severity": "high",
        "first_seen": "2025-01-01T00:00:00+00:00",
        "last_seen": "2025-01-01T00:00:00+00:00",
    },
}
"""A line of version 1, as it will be read for ever."""


def report(product: Product, count: int) -> list[str]:
    answers = [
        product.post("java", {"error_type": "E", "message": "frobnication failed", "severity": "high"})
        for _ in range(count)
    ]
    return [answer.json()["id"] for answer in answers]
