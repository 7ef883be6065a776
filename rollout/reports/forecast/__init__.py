"""When work will be done: simulated from how long its steps took so far (docs/forecast.md)."""
