"""An index of the services that ask for keys: read every few seconds, among names that strangers made up."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    asks_for_keys = sa.text("key_mode <> 'off'")
    op.create_index(
        "ix_services_with_keys", "services", ["name"], sqlite_where=asks_for_keys, postgresql_where=asks_for_keys
    )
