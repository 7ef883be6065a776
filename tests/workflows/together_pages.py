"""How the tests read the pages that decide several cases, and send them back as a browser would."""

import re

from django.core.files.base import ContentFile
from django.urls import reverse

from tests import factories
from tests.workflows.assets.stories import Loan, asset, day

ADDRESS = reverse("decide_several", args=["asset_loan", "approve"])
NUMBER = "188.45/12/2026"


def cases(*loans) -> list[str]:
    return [f"{loan.process.pk}:{loan.version}" for loan in loans]


def answer(*loans, **changes) -> dict:
    given = {
        "case": cases(*loans),
        "approval_number": NUMBER,
        "approval_date": day(0),
        "paper-approval_scan": ContentFile(factories.pdf(5).read(), "sk.pdf"),
        "review": "1",
    }
    return {**given, **changes}


def confirmation(page) -> dict:
    """What the page of the preview sends when it is confirmed."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    data: dict = {"confirm": "1"}
    for name, value in found:
        data.setdefault(name, []).append(value)
    return data


def reviewed(at, cast) -> Loan:
    return Loan(at, cast, asset(at, cast.bpkad), opener=cast.dinkop).reviewed()


def three_loans(site, cast) -> list[Loan]:
    """Requests at three sites that the head of region, who reads English, may approve."""
    cast.bupati.language = "en"
    cast.bupati.save()
    return [reviewed(at, cast) for at in (site, factories.site("62.02.01.2002"), factories.site("62.02.02.2001"))]
