"""The Indonesian formats."""
