"""Background work: a queue in PostgreSQL, its worker, and what is due at fixed times."""
