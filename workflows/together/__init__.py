"""Bulk decisions: one answer, and one letter, for many processes, each of them still decided by itself."""
