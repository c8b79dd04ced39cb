"""The process `error-logging worker`."""

from dependency_injector import providers

from application.ports.wake_ups import Work
from bootstrap.opening import Opening
from bootstrap.process import first_look, on_terminate, process, require_schema
from bootstrap.settings import Settings
from bootstrap.worker_container import WorkerContainer


def run_worker(settings: Settings) -> int:
    """Assign and notify until told to stop, once the store is there; the exit code.

    Raises what `process` and `first_look` raise.
    """
    with process("worker", settings, WorkerContainer) as container:
        stopping = container.stopping()
        on_terminate(stopping.set)

        def wake(work: Work) -> None:
            container.worker().wake(work)

        container.on_wake.override(providers.Object(wake))
        container.job_pause.override(providers.Object(stopping.wait))

        def look() -> None:
            require_schema(container)

        opening = Opening()
        if not first_look(opening, look) and not opening.keep_trying(look, stopping):
            return 0
        worker, consumer = container.worker(), container.consumer()
        consumer.start()
        worker.run(stopping)
        consumer.stop()
    return 0
