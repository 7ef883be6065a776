"""A cooperative's readiness played through the real gate, for the tests of it and of what depends on it."""

import datetime

from accounts.clock import clock
from tests.factories import Work
from workflows.readiness.lines import Document
from workflows.submission import Reason

TODAY = datetime.date.today()
EXPIRING = {"board_decree", "rat"}


def day(ahead: int) -> str:
    return (TODAY + datetime.timedelta(days=ahead)).isoformat()


class Papers(Work):
    """One readiness record; the village uploads, the cooperative office verifies."""

    def __init__(self, at, cast, *, opener=None) -> None:
        super().__init__("readiness", at, cast, opener=opener)

    def line(self, kind: str) -> Document:
        return Document.objects.select_related("kind").get(process_id=self.process.pk, kind_id=kind)

    def uploaded(self, kind: str, *, step="upload_document", actor=None, **changes):
        actor = actor or self.cast.village_officer
        self.document("document_scan", actor)
        fields = {"paper_number": f"{kind}/1", "issued_on": day(-100)}
        if kind in EXPIRING:
            fields["expires_on"] = day(400)
        return self.take(step, actor, {**fields, **changes}, item=self.line(kind).number)

    def verified(self, kind: str, **changes):
        self.uploaded(kind, **changes)
        return self.take("verify_document", self.cast.dinkop, item=self.line(kind).number)

    def complete(self) -> "Papers":
        for line in Document.objects.filter(process_id=self.process.pk).order_by("number"):
            self.verified(line.kind_id)
        self.take("confirm_legal", self.cast.dinkop)
        self.take("confirm_papers", self.cast.dinkop)
        return self

    def with_outlet(self) -> "Papers":
        self.complete()
        waiver = {"outlet_handed_over": Reason("local_condition", "Berjualan di balai desa.")}
        self.take("confirm_outlet", self.cast.dinkop, waivers=waiver)
        return self

    def trading(self) -> "Papers":
        self.with_outlet()
        self.document("first_sale_proof", self.cast.village_officer)
        self.take("report_first_sale", self.cast.village_officer, {"first_sale_on": day(-120)})
        self.take("confirm_trading", self.cast.dinkop)
        return self

    def report(self, ahead: int, **changes):
        self.document("monthly_report", self.cast.village_officer)
        fields = {"month": day(ahead), "turnover": "12500000", "transactions": "310", **changes}
        return self.take("file_report", self.cast.village_officer, fields)

    def clocked(self, step: str, kind: str):
        return self.take(step, clock(), item=self.line(kind).number)
