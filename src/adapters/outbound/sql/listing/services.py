"""Which services errors are stored of."""

from sqlalchemy import func, select

from adapters.outbound.sql.listing.leads import MOST_BRANCHES
from adapters.outbound.sql.tables import ERROR_IS_ALIVE, ERROR_LOGS

_ERROR = ERROR_LOGS.c

# From service to service through the index, since not every service that has errors is on record.
_FIRST_SERVICE = select(func.min(_ERROR.service).label("name")).where(ERROR_IS_ALIVE).cte("known", recursive=True)
_NEXT_SERVICE = (
    select(func.min(_ERROR.service)).where(ERROR_IS_ALIVE, _ERROR.service > _FIRST_SERVICE.c.name).scalar_subquery()
)
_EVERY_SERVICE = _FIRST_SERVICE.union_all(select(_NEXT_SERVICE).where(_FIRST_SERVICE.c.name.is_not(None)))
SERVICES = select(_EVERY_SERVICE.c.name).where(_EVERY_SERVICE.c.name.is_not(None)).limit(MOST_BRANCHES + 1)
"""As many as can be merged, and one more."""
