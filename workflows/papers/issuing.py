"""Issues papers, cancels them and keeps their signed copies: the only writer of ``Paper``, each deed a ledger entry."""

import hashlib
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites import ledger, services
from sites.authorship import Authorship
from sites.models import Event, Site
from sites.requests import Request, answered, answered_once, digest_of
from workflows import evidence_store, selectors
from workflows.evidence_files import inspect
from workflows.models import Process
from workflows.papers import filling, numbering, offer, wordings
from workflows.papers.codes import new_code
from workflows.papers.drawing import draw
from workflows.papers.models import Paper
from workflows.papers.registry import kind as kind_named
from workflows.papers.typeset import CannotBeSet
from workflows.papers.verbs import CANCELLED, ISSUED, SIGNED
from workflows.refusals import Invalid, NotPermitted, SimulationMixed, WrongState
from workflows.services.locking import locked
from workflows.step import EvidenceSlot

SHORTEST_REASON, LONGEST_REASON = 5, 500
_SIGNED_COPY = EvidenceSlot("signed_copy", gettext_lazy("Signed copy"), accepts="document")


def issue(process_id: int, kind_name: str, request: Request) -> Paper:
    """Issue a paper from the present state of a process: number, PDF, register and ledger entry, or nothing of it.

    The same client id again returns the first paper. Raises Process.DoesNotExist for one the person may not see,
    UnknownPaper, NotPermitted, WrongState with the sentence why not (yet), SimulationMixed, ClientIdReused, and Invalid
    when the office's template cannot be set.
    """
    kind = kind_named(kind_name)
    digest = digest_of({ISSUED: [process_id, kind_name]})
    with answered_once(), transaction.atomic(durable=True):
        site = locked(process_id, request.actor).site
        if event := answered(request.client_id, actor=request.actor, digest=digest):
            return Paper.objects.get(process__site=event.site_id, event_seq=event.seq)
        # Under the lock nothing of it changes; fetched again with its place, which the paper names.
        process = selectors.process_for(request.actor, process_id)
        offered = offer.offered(kind, process, request.actor, list(process.papers.filter(kind=kind.name)))
        if offered.forbidden:
            raise NotPermitted(offered.forbidden)
        if offered.objection:
            raise WrongState(offered.objection)
        if request.actor.is_demo and not process.simulated:
            raise SimulationMixed
        by = request.author(offered.grant, digest)
        paper = _drawn(Paper(process=process, kind=kind.name), process, offered, by, simulated=site.simulated)
        told = {
            "paper": [None, kind.name],
            "number": [None, paper.number],
            "office": [None, paper.office],
            "sha256": [None, paper.sha256],
            "template": [None, str(paper.template)],
            "parties": [None, paper.parties],
        }
        event = _enter(site, process, ISSUED, by, changes=told, evidence=[paper.sha256])
        paper.event_seq, paper.simulated = event.seq, event.simulated
        paper.save(force_insert=True)
        return paper


def cancel(paper_id: int, *, reason: str, request: Request) -> Paper:
    """Cancel a paper that was issued by mistake: it keeps its number and stays in the register, with the reason.

    Raises Paper.DoesNotExist, NotPermitted, WrongState, Invalid, SimulationMixed, ClientIdReused.
    """
    reason = reason.strip()

    def change(paper: Paper, by: Authorship) -> tuple[dict, list[str]]:
        if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
            raise Invalid({"reason": [_("Explain it in a sentence.")]})
        paper.cancelled_at, paper.cancelled_by, paper.cancelled_because = by.recorded_at, by.user, reason
        return {"number": [None, paper.number], "sha256": [None, paper.sha256]}, []

    return _change(paper_id, CANCELLED, request, change, asked=[reason], reason=reason)


def keep_signed(paper_id: int, content: File, request: Request) -> Paper:
    """Keep the signed PDF beside the paper it was made from; a later one takes its place, the ledger names both.

    Raises Paper.DoesNotExist, NotPermitted, WrongState, Invalid for what is no whole PDF, SimulationMixed,
    ClientIdReused, StorageFull.
    """
    try:
        found = inspect(content, _SIGNED_COPY)
    except ValidationError as error:
        raise Invalid({"file": error.messages}) from error
    if found.content_type != "application/pdf":
        raise Invalid({"file": [_("The signed paper is a PDF; this is %(type)s.") % {"type": found.content_type}]})

    def change(paper: Paper, by: Authorship) -> tuple[dict, list[str]]:
        if found.sha256 == paper.sha256:
            raise Invalid({"file": [_("This is the paper as it was issued; it bears no signature yet.")]})
        # Not before it is known that the person may: nobody fills the store with what he may not send.
        evidence_store.put(found.sha256, found.content)
        with evidence_store.open_file(paper.sha256) as issued:
            original = issued.read()
        found.content.seek(0)
        paper.signed_unchanged = found.content.read(len(original)) == original
        before, paper.signed_sha256 = paper.signed_sha256, found.sha256
        paper.signed_at, paper.signed_by = by.recorded_at, by.user
        return {"number": [None, paper.number], "signed": [before or None, found.sha256]}, [found.sha256]

    return _change(paper_id, SIGNED, request, change, asked=[found.sha256])


def _change(
    paper_id: int,
    verb: str,
    request: Request,
    change: Callable[[Paper, Authorship], tuple[dict, list[str]]],
    *,
    asked: list,
    reason: str = "",
) -> Paper:
    digest = digest_of({verb: [paper_id, *asked]})
    with answered_once(), transaction.atomic(durable=True):
        process_id = Paper.objects.visible_to(request.actor).values_list("process_id", flat=True).get(pk=paper_id)
        process = locked(process_id, request.actor)
        paper = Paper.objects.get(pk=paper_id)
        if answered(request.client_id, actor=request.actor, digest=digest):
            return paper
        grant = offer.keeper_grant(paper, request.actor)
        if grant is None:
            raise NotPermitted(_("Only %(office)s, which issued this paper, may do this.") % {"office": paper.office})
        if not paper.in_force:
            raise WrongState(_("The paper %(number)s is cancelled.") % {"number": paper.number})
        if request.actor.is_demo and not paper.simulated:
            raise SimulationMixed
        by = request.author(grant, digest)
        told, evidence = change(paper, by)
        _enter(process.site, process, verb, by, changes=told, evidence=evidence, reason=reason)
        paper.save()
        return paper


def _drawn(paper: Paper, process: Process, offered: offer.Offer, by: Authorship, *, simulated: bool) -> Paper:
    """The paper with its number and its PDF, which is kept in the store; bytes without a row do no harm."""
    kind, source, dated = offered.kind, offered.source, timezone.localdate(by.recorded_at)
    simulated = simulated or by.simulates
    paper.office, paper.region_id, paper.dated, paper.year = (
        offered.office,
        offered.grant.region_code,
        dated,
        dated.year,
    )
    paper.sequence = numbering.take_next(paper.office, kind, paper.year, simulated=simulated)
    paper.number = numbering.written(paper.sequence, kind, dated, simulated=simulated)
    paper.code, paper.template = new_code(), wordings.wording_for(kind, paper.region_id)
    told = filling.told(source, process, Event.objects.filter(process_id=process.pk))
    content = filling.tables(source, process)
    paper.facts = {"told": [vars(one) for one in told], "lists": content}
    paper.parties = filling.parties(source, process)
    head = filling.head(
        kind=kind, number=paper.number, office=paper.office, dated=dated, simulated=simulated, code=paper.code
    )
    try:
        pdf = draw(kind, paper.template.source, head=head, told=told, lists=content, dated=dated)
    except CannotBeSet as error:
        raise Invalid(
            {"__all__": [_("The template of this paper cannot be set. %(sentence)s") % {"sentence": error}]}
        ) from error
    paper.sha256 = hashlib.sha256(pdf).hexdigest()
    evidence_store.put(paper.sha256, pdf)
    paper.process_version = process.version
    paper.issued_by, paper.issued_at, paper.issued_role = by.user, by.recorded_at, by.role
    return paper


def _enter(
    site: Site, process: Process, verb: str, by: Authorship, *, changes: dict, evidence: list[str], reason: str = ""
) -> Event:
    event = ledger.record(
        site,
        verb=verb,
        by=by,
        changes=changes,
        evidence=evidence,
        reason_text=reason,
        process_id=process.pk,
        process_kind=process.kind,
        process_version=process.version,
    )
    services.save(site, [])
    return event
