"""The parts of ``workflows.flows.card_service``: daily totals, states and rules."""
