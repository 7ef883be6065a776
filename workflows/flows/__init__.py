"""One module per workflow; each is found by being here (see ``workflows.apps``), not by being listed."""
