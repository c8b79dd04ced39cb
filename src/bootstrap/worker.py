"""The process `error-logging worker`."""

from dependency_injector import providers

from application.ports.wake_ups import Work
from bootstrap.process import on_terminate, process
from bootstrap.settings import Settings
from bootstrap.worker_container import WorkerContainer


def run_worker(settings: Settings) -> int:
    """Assign and notify until told to stop; the exit code. Raises what `process` raises."""
    with process("worker", settings, WorkerContainer) as container:
        stopping = container.stopping()
        on_terminate(stopping.set)

        def wake(work: Work) -> None:
            container.worker().wake(work)

        container.on_wake.override(providers.Object(wake))
        worker, consumer = container.worker(), container.consumer()
        consumer.start()
        worker.run(stopping)
        consumer.stop()
    return 0
