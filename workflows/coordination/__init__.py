"""Agreements between governments and commands, and the commitments that were made in them."""
