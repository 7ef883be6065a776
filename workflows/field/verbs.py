"""The ledger's verbs for reports that a person settled; the entry holds all that was captured."""

KEPT, PUT_ASIDE = "report_kept", "report_put_aside"
REPORT_VERBS = frozenset({KEPT, PUT_ASIDE})
