"""The store in SQLite and PostgreSQL: SQLAlchemy Core tables, mapped by hand."""
