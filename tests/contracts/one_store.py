"""How a property is checked on one store that many adapters and examples share."""

from hypothesis import HealthCheck, settings

on_one_store = settings(
    max_examples=40,
    suppress_health_check=[
        # The store serves all examples: each is rolled back, or keeps to names of its own.
        HealthCheck.function_scoped_fixture,
        # One contract runs in the classes of several adapters, whose examples mean the same.
        HealthCheck.differing_executors,
        HealthCheck.too_slow,
    ],
)
