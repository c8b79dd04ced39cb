"""Which tests go to one of xdist's workers together."""

from xdist.scheduler.loadscope import LoadScopeScheduling

_TOGETHER = frozenset(
    {
        "tests/integration/http/test_slow_clients.py",
        "tests/integration/journey/test_hostile_input.py",
        "tests/integration/replay/test_a_day.py",
        "tests/integration/serve/test_from_the_document.py",
        "tests/integration/serve/test_refusals.py",
        "tests/integration/serve/test_serve.py",
        "tests/integration/sql/test_query_plans.py",
    }
)
"""Modules whose tests share what takes seconds to make."""


class SharedModules(LoadScopeScheduling):
    """Each test by itself, but for those modules. (`xdist_group` does nothing under pytest 9.2.)"""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return module if module in _TOGETHER else nodeid
