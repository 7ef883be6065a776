"""The S-curve of buildings: plan against what was reported and what was confirmed, day by day."""
