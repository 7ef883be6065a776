"""What the measurements rest on is tested like the rest."""
