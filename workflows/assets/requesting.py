"""The steps that a loan and a grant have in common: how a request is kept, taken up, sent back, refused, withdrawn.

Both name these states alike; what differs, they hand in. Each is used as ``step`` is: over the method it declares.
"""

from collections.abc import Callable, Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from workflows.assets.parties import BPKAD, DECIDES, DINAS, HEAD, VILLAGE
from workflows.assets.vocabulary import ReturnReason, WithdrawalReason
from workflows.step import EvidenceSlot, step

Declaring = Callable[[Callable], Callable]
# In which a request is the asker's own.
WITH_THE_ASKER = ("draft", "sent_back")


def keeping_the_draft(request: Iterable[str]) -> Declaring:
    """``request``: the columns that are asked for when it is sent."""
    return step(
        _("Save the draft"),
        source=WITH_THE_ASKER,
        target=None,
        by=[VILLAGE, DINAS],
        optional=request,
        duty=None,
        help=_("Keeps what you have filled in, without sending it."),
        done=_("The draft is saved; nothing was sent."),
    )


def taking_up() -> Declaring:
    """The owner's asset office begins."""
    return step(
        _("Begin the review"),
        source="submitted",
        target="under_review",
        by=[BPKAD],
        at=DECIDES,
        not_by_actor_of=["submit"],
        within=3,
        help=_("The owner’s asset office takes the request up."),
    )


def sending_back(sources: Iterable[str]) -> Declaring:
    """To whoever asked, from each of the states before the decision."""
    return step(
        _("Send back"),
        source=sources,
        target="sent_back",
        by=[BPKAD, HEAD],
        at=DECIDES,
        not_by_actor_of=["submit"],
        reasons=ReturnReason,
        duty=None,
        tone="back",
        help=_("Who asked corrects the request and sends it again."),
    )


def refusing(sources: Iterable[str], *, judged_by: str, reasons: type[TextChoices]) -> Declaring:
    """``judged_by``: the step of the review, whose actor does not decide."""
    return step(
        _("Refuse"),
        source=sources,
        target="rejected",
        by=[HEAD],
        at=DECIDES,
        not_by_actor_of=["submit", judged_by],
        reasons=reasons,
        evidence=[EvidenceSlot("refusal_scan", _("Letter of refusal"), minimum=0, accepts="document")],
        duty=None,
        tone="stop",
        help=_("A refusal gives its reasons. The asset is free for other requests."),
    )


def withdrawing(sources: Iterable[str]) -> Declaring:
    """By whoever asked, until the asset is handed over."""
    return step(
        _("Withdraw"),
        source=sources,
        target="withdrawn",
        by=[VILLAGE, DINAS],
        reasons=WithdrawalReason,
        duty=None,
        tone="stop",
        help=_("The request is taken back before the handover. Its history stays."),
    )
