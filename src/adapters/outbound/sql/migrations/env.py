"""What alembic runs for each command, on the connection that `adapters.outbound.sql.migrate` hands over."""

from alembic import context

from adapters.outbound.sql.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
