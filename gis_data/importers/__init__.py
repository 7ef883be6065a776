"""Bringing files in: one small module per source, each all or nothing, each with a report."""
