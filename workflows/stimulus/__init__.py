"""The parts of ``workflows.flows.revolving_stimulus``: the fund, its instalments, and the rules."""
