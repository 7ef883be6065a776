"""The map as people use it."""
