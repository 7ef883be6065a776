"""What the workflows were waiting for on any day."""
