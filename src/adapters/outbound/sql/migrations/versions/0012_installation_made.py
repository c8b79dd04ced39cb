"""An installation knows when it was made."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MOMENT = sa.BigInteger().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Add a column that is empty where the installation was made before: its jobs may have missed slots."""
    op.add_column("installation", sa.Column("made_at", _MOMENT))
