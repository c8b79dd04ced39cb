"""Times as options of commands take them."""

from datetime import UTC, datetime

import click

TIME = "YYYY-MM-DDTHH:MM"


class UtcMoment(click.DateTime):
    """A time in UTC."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment. Fails as every option does."""
        return super().convert(value, param, ctx).replace(tzinfo=UTC)


MOMENT = UtcMoment(["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"])
