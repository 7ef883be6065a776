"""The stories of the workflows at one site: who does what, and when."""
