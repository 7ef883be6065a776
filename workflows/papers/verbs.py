"""What the ledger calls the deeds done with a paper."""

ISSUED, CANCELLED, SIGNED = "paper_issued", "paper_cancelled", "paper_signed"
PAPER_VERBS = (ISSUED, CANCELLED, SIGNED)
