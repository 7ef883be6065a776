"""The parts of ``workflows.flows.readiness``: documents, trading, levels and the programme's targets."""
