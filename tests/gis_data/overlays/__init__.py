"""The installation's own layers."""
