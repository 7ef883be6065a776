"""What the land workflow's rules know: the vocabulary, the geometry of a plot, and the guards."""
