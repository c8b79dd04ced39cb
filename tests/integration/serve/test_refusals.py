"""What cannot be started is refused in words, before anything else is started."""

import socket
import subprocess
from pathlib import Path

import pytest

from tests.support.processes import eventually, free_port
from tests.support.product import PROGRAM, Product


def refusal(product: Product, *arguments: str, **settings: str) -> str:
    """What the program says on standard error when it refuses, with exit code 2 and without a traceback."""
    done = subprocess.run(
        [PROGRAM, *arguments],
        env={**product.environment, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_second_serve_on_the_same_data_directory(looked_at: Product) -> None:
    said = refusal(looked_at, "serve", "--port", str(free_port()))

    assert "another `error-logging serve` already uses the data directory" in said
    assert f"(process {looked_at.processes['serve'].pid})" in said


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_second_process_of_a_role_on_the_same_sqlite_file(looked_at: Product, role: str) -> None:
    eventually(lambda: "worker is ready" in looked_at.log("serve"))

    said = refusal(looked_at, role)

    assert f"another {role} process already uses" in said
    assert f"(process {looked_at.child(role)})" in said


def test_serve_beside_a_web_process(installation: Product) -> None:
    installation.run("migrate")
    installation.start("web")
    installation.wait_until_ready("web")

    assert "another web process already uses" in refusal(installation, "serve", "--port", str(installation.port + 1))


def test_a_taken_port_is_told_before_anything_is_made(installation: Product) -> None:
    with socket.create_server(("127.0.0.1", installation.port)):
        said = refusal(installation, "serve")

    assert f"port {installation.port} on 127.0.0.1 is taken" in said
    assert not (installation.folder / "data").exists()


def test_a_port_that_is_taken_from_a_web_process(installation: Product) -> None:
    installation.run("migrate")

    with socket.create_server(("127.0.0.1", installation.port)):
        assert f"port {installation.port} on 127.0.0.1 is taken" in refusal(installation, "web")


def test_wrong_settings_are_told_all_at_once(installation: Product) -> None:
    said = refusal(installation, "serve", DATABASE_URL="mysql://u:geheim@db/x", PORT="http", EMAIL_HOST="smtp.x.org")

    assert "wrong in 3 places" in said
    assert "geheim" not in said


def test_an_incomplete_channel_stops_the_start_only_if_strict(installation: Product) -> None:
    assert "DEFAULT_FROM_EMAIL is not set" in refusal(installation, "serve", "--strict", EMAIL_HOST="smtp.x.org")

    installation.environment["EMAIL_HOST"] = "smtp.x.org"
    installation.start("serve")
    installation.wait_until_ready("serve")

    assert (
        "Note: email cannot be sent, and waits until this is mended: DEFAULT_FROM_EMAIL is not set"
        in installation.log("serve")
    )


def test_a_data_directory_that_cannot_be_made(installation: Product, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert "cannot be made" in refusal(installation, "serve", "--data-dir", str(tmp_path / "file" / "data"))


def test_a_database_that_was_not_migrated_is_named_and_not_made(installation: Product) -> None:
    assert "there is no database at" in refusal(installation, "token", "list")
    assert not (installation.folder / "data").exists()
