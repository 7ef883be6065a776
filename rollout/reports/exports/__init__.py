"""Tables as files: one writer to a format, at once or by the queue."""
