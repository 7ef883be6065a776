"""Assets and the instruments over them, played to any state through the real gate."""

import datetime
import itertools

from sites import asset_register
from sites.models import Asset, Site
from tests.factories import Work

TODAY = datetime.date.today()
_numbers = itertools.count(1)


def day(ahead: int) -> str:
    return (TODAY + datetime.timedelta(days=ahead)).isoformat()


def years_on(start: datetime.date, years: int) -> datetime.date:
    return datetime.date(start.year + years, start.month, min(start.day, 28))


FACTS = {
    "owner": "62.02",
    "kind": "a",
    "kib_number": "12.01.11.04.001",
    "description": "Tanah kantor lama",
    "area_m2": "1200",
    "value": "1250000000",
    "acquired_year": "1998",
    "geometry": "",
    "source": "KIB A 2025",
    "as_of": "2025-12-31",
}
# The same as a program sends it.
BODY = {name: value for name, value in FACTS.items() if value} | {"acquired_year": 1998}
CORRECTION = {**BODY, "version": 1, "reason": "Diukur ulang."}


def asset(at: Site, actor, **changes) -> Asset:
    facts = {**FACTS, "kib_number": f"12.01.11.04.{next(_numbers):03d}", **changes}
    return asset_register.register(site_code=at.code, facts=facts, actor=actor)


class Loan(Work):
    """One request for the use of an asset."""

    kind = "asset_loan"

    def __init__(self, at: Site, cast, of: Asset, *, opener=None) -> None:
        super().__init__(self.kind, at, cast, opener=opener)
        self.asset, self.opener = of, opener or cast.village_officer

    def request(self, **changes) -> dict:
        return {
            "asset": self.asset.pk,
            "instrument": "village_use" if self.asset.of_village else "lease",
            "borrower_kind": "cooperative",
            "borrower_name": "Koperasi Desa Merah Putih",
            "purpose": "Gerai dan gudang koperasi",
            "starts_on": day(0),
            "ends_on": day(360),
            **changes,
        }

    def submitted(self, **changes):
        self.document("request_letter", self.opener)
        self.take("submit", self.opener, self.request(**changes))
        return self

    def reviewed(self, by=None, **changes):
        self.submitted(**changes)
        by = by or self.cast.bpkad
        self.take("take_up", by)
        self.document("review_minutes", by)
        self.take("review", by, {"finding": "recommended", "findings": "Bersih dan tidak dipakai."})
        return self

    def approve(self, number="", by=None, **more):
        by = by or self.cast.bupati
        if not more.pop("without_scan", False):
            self.document("approval_scan", by)
        fields = {"approval_number": number or f"188.45/{next(_numbers)}/2026", "approval_date": day(0)}
        return self.take("approve", by, fields, **more)

    def agreed(self, **changes):
        self.reviewed(**changes)
        self.approve()
        self.document("agreement", self.cast.bpkad)
        self.take("agree", self.cast.bpkad, {"agreement_number": "PKS/1", "agreement_date": day(0)})
        return self

    def active(self, **changes):
        self.agreed(**changes)
        self.document("bast", self.cast.bpkad)
        fields = {"bast_number": "BAST/1", "bast_date": day(0), "received_by": "Ketua koperasi"}
        self.take("hand_over", self.cast.bpkad, fields)
        return self

    def extend(self, to: str, number: str = "", by=None):
        by = by or self.cast.bupati
        self.document("extension_request", by)
        self.document("extension_scan", by)
        fields = {"extended_to": to, "extension_number": number or f"188.45/{next(_numbers)}/2026"}
        return self.take("extend", by, {**fields, "extension_date": day(0)})


class Grant(Work):
    """One request for the grant of an asset."""

    kind = "asset_grant"

    def __init__(self, at: Site, cast, of: Asset, *, opener=None) -> None:
        super().__init__(self.kind, at, cast, opener=opener)
        self.asset, self.opener = of, opener or cast.village_officer

    def submitted(self, **changes):
        for slot in ("request_letter", "willingness"):
            self.document(slot, self.opener)
        fields = {"recipient_kind": "village", "recipient_name": "Pemerintah Desa", "purpose": "Gerai", **changes}
        self.take("submit", self.opener, {"asset": self.asset.pk, **fields})
        return self

    def appraised(self, value="1000000000", **changes):
        self.submitted(**changes)
        self.take("take_up", self.cast.bpkad)
        for slot in ("review_minutes", "appraisal"):
            self.document(slot, self.cast.bpkad)
        fields = {"finding": "recommended", "findings": "Layak.", "appraised_by": "KJPP A", "appraised_on": day(-1)}
        self.take("appraise", self.cast.bpkad, {**fields, "appraised_value": value})
        return self

    def asked(self, **changes):
        self.appraised(**changes)
        self.document("council_request", self.cast.bpkad)
        self.take("ask_council", self.cast.bpkad, {"council_requested_on": day(0)})
        return self

    def council(self, number: str = ""):
        self.document("council_scan", self.cast.bpkad)
        fields = {"council_number": number or f"DPRD/{next(_numbers)}/2026", "council_date": day(0)}
        return self.take("note_council", self.cast.bpkad, fields)

    def exempt(self):
        self.document("exemption_paper", self.cast.bpkad)
        fields = {"exemption_ground": "public_interest", "exemption_note": "Gerai desa untuk umum."}
        return self.take("note_exemption", self.cast.bpkad, fields)

    def approve(self, number: str = "", by=None, **more):
        by = by or self.cast.bupati
        self.document("approval_scan", by)
        fields = {"approval_number": number or f"188.45/{next(_numbers)}/2026", "approval_date": day(0)}
        return self.take("approve", by, fields, **more)
