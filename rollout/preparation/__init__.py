"""Bringing a database to the state the tracker runs on: reachable, with PostGIS, migrated, filled."""
