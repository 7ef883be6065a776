"""One table to a module; ``rollout.reports.registry`` lists them."""
