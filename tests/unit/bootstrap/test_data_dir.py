"""The data directory and its locks, between real processes."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap.data_dir import AlreadyRunning, DirectoryUnusable, make_data_dir, only_one, write_private

HOLD = """
import sys
from pathlib import Path
from bootstrap.data_dir import only_one
with only_one(Path(sys.argv[1]), "taken"):
    print("held", flush=True)
    sys.stdin.read()
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_is_made_for_its_owner_only(tmp_path: Path) -> None:
    assert make_data_dir(tmp_path / "a" / "data")
    assert mode(tmp_path / "a" / "data") == 0o700


def test_one_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    assert not make_data_dir(tmp_path)
    assert mode(tmp_path) == 0o755


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").touch()

    with pytest.raises(DirectoryUnusable, match="cannot be made"):
        make_data_dir(tmp_path / "data")


def test_a_lock_names_its_holder_and_ends_with_it(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        with pytest.raises(AlreadyRunning, match=rf"^taken \(process {holder.pid}\)$"), only_one(lock, "taken"):
            pass
        holder.kill()
        holder.wait()

        with only_one(lock, "taken"):
            assert mode(lock) == 0o600


def test_a_private_file_is_readable_by_its_owner_only_and_replaces_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("old")
    file.chmod(0o644)

    write_private(file, "new")

    assert (file.read_text(), mode(file)) == ("new", 0o600)
    assert list(tmp_path.iterdir()) == [file]
