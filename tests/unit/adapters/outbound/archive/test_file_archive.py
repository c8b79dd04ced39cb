"""What the archive says is in it can be read from it."""

import threading
from pathlib import Path

from adapters.outbound.archive.error_files import JsonLinesFiles
from adapters.outbound.archive.file_archive import FileArchive
from adapters.outbound.system.clock import SystemClock
from tests.support.builders import an_error

_BATCHES = 60


def test_two_runs_in_a_process_take_turns(tmp_path: Path) -> None:
    archive, go = FileArchive(tmp_path, SystemClock()), threading.Barrier(2)
    runs = [[[an_error(message="x" * length)] for _ in range(_BATCHES)] for length in (10, 9_000)]

    def run(number: int) -> None:
        go.wait()
        for batch in runs[number]:
            archive.write(batch, {})

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    [file] = tmp_path.glob("*.gz")
    read = [line.error.id for line in JsonLinesFiles().read(file) if line.error]
    assert sorted(read) == sorted(error.id for run_ in runs for batch in run_ for error in batch)
