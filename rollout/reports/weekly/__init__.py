"""The weekly report of a region as one paper, the same bytes for the same day."""
