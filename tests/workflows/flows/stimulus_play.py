"""A stimulus played through the real gate, for the tests of it and of the fund."""

from accounts.roles import Role
from tests import factories
from tests.factories import Work
from tests.workflows.flows.readiness_play import Papers, day
from workflows.stimulus.fund import Fund
from workflows.stimulus.instalments import Instalment

AMOUNT = 240_000_000


def governor():
    return factories.user("gubernur", Role.REGION_HEAD, "62", office="Gubernur Kalimantan Tengah")


class Stimulus(Work):
    """One stimulus for a cooperative whose papers are complete."""

    def __init__(self, at, cast, head, *, papers: bool = True) -> None:
        if papers:
            Papers(at, cast).complete()
        self.head = head
        super().__init__("revolving_stimulus", at, cast)

    def applied(self, **changes) -> "Stimulus":
        self.document("business_plan", self.cast.village_officer)
        fields = {"amount_requested": str(AMOUNT), "purpose": "Modal sembako", **changes}
        self.take("apply", self.cast.village_officer, fields)
        return self

    def verify(self, actor=None, **more):
        return self.take("verify", actor or self.cast.dinkop, {"fund": str(Fund.objects.get().pk)}, **more)

    def verified(self) -> "Stimulus":
        self.applied().verify()
        return self

    def decree(self, amount=AMOUNT, **more):
        self.document("decree", self.head)
        number = f"188.44/{self.process.pk}/2026"
        fields = {"principal": str(amount), "decree_number": number, "decree_date": day(-80)}
        return self.take("decree", self.head, {**fields, **more.pop("fields", {})}, **more)

    def disburse(self, **changes):
        self.document("transfer_slip", self.cast.dinkop)
        fields = {"disbursed_on": day(-70), "transfer_reference": "TRF-1", **changes}
        return self.take("disburse", self.cast.dinkop, fields)

    def disbursed(self) -> "Stimulus":
        self.verified().decree()
        self.disburse()
        return self

    def revolving(self) -> "Stimulus":
        self.disbursed()
        self.document("receipt", self.cast.village_officer)
        self.take("confirm_receipt", self.cast.village_officer, {"received_on": day(-69)})
        return self

    def pay(self, number: int, amount, **changes):
        self.document("payment_slip", self.cast.dinkop)
        fields = {"payment": str(amount), "paid_on": day(0), "reference": f"BKT-{number}", **changes}
        return self.take("record_payment", self.cast.dinkop, fields, item=number)

    def overdue(self, days: int) -> "Stimulus":
        """As if the first instalment had been due so many days ago; the clock has not run yet."""
        first = self.line(1).due_on
        from_now = day(-days)
        Instalment.objects.filter(process_id=self.process.pk, number=1).update(due_on=from_now)
        type(self.process).objects.filter(pk=self.process.pk).update(next_due_on=from_now)
        assert str(first) != from_now
        return self

    def line(self, number: int) -> Instalment:
        return Instalment.objects.get(process_id=self.process.pk, number=number)
