"""Take everything simulated away from a site: processes and all that is theirs, the end of its chain, unused files."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from sites import services
from sites.history import moments
from sites.models import Site
from sites.simulated import RESTORED_FIELDS, cut
from workflows import evidence_store, projection, registry
from workflows.field.forgetting import forget_simulated
from workflows.models import BulkDecision, Claim, Evidence, Letter, News, Paper, PhotoPrint, Process, Waiver
from workflows.papers import numbering


@dataclass
class Removed:
    """How much was taken away."""

    sites: int = 0
    entries: int = 0
    processes: int = 0
    files: int = 0

    def __iadd__(self, other: "Removed") -> "Removed":
        self.sites += other.sites
        self.entries += other.entries
        self.processes += other.processes
        self.files += other.files
        return self


def remove_simulated(site_codes: Iterable[str]) -> Removed:
    """Undo the simulation at these sites, all of them or none, and leave every real record as it is.

    Position, read-model and chain end are what they were before the first simulated entry. Raises Site.DoesNotExist.
    """
    removed = Removed()
    with transaction.atomic(durable=True):
        hashes = set()
        for code in sorted(site_codes):
            site = services.locked(code)
            simulated = Process.objects.filter(site=site, simulated=True)
            hashes |= _delete_evidence(simulated) | forget_simulated(site) | _delete_papers(simulated)
            removed.processes += _delete(simulated)
            removed.entries += cut(site)
            removed.sites += 1
            first = moments.first_simulated(site)
            projection.keep(site, projection.project_all(site, _left(site)), RESTORED_FIELDS)
            moments.forget_simulated(site, first)
        numbering.forget_simulated()
    # After the commit: bytes without a row are harmless, a row without bytes is not.
    removed.files = _discard_unused(hashes)
    return removed


def _delete_evidence(processes) -> set[str]:
    evidence = Evidence.objects.filter(process__in=processes)
    hashes = {sha256 for pair in evidence.values_list("sha256", "preview_sha256") for sha256 in pair if sha256}
    evidence.delete()
    Waiver.objects.filter(process__in=processes).delete()
    return hashes


def _delete_papers(processes) -> set[str]:
    papers = Paper.objects.filter(process__in=processes, simulated=True)
    hashes = {sha256 for pair in papers.values_list("sha256", "signed_sha256") for sha256 in pair if sha256}
    papers.delete()
    return hashes


def _delete(processes) -> int:
    kinds = dict(processes.values_list("pk", "kind"))
    letters = set(Letter.objects.filter(process__in=processes).values_list("pk", flat=True)) | _cited(
        pk__in=list(kinds)
    )
    Claim.objects.filter(process__in=processes).delete()
    # What people were told goes with the process; what they were still to be told has no key that points to it.
    News.objects.filter(content__process__in=list(kinds)).delete()
    for kind in set(kinds.values()):
        flow, ids = registry.flow(kind), [pk for pk, name in kinds.items() if name == kind]
        for lines in registry.record_kinds(flow):
            lines.objects.filter(process_id__in=ids).delete()
        flow.objects.filter(pk__in=ids).delete()
    letters |= _delete_emptied()
    # One that names several stays as long as another of them does.
    if letters:
        kept = _cited(letters=letters)
        kept |= set(BulkDecision.objects.filter(letter__in=letters).values_list("letter", flat=True))
        Letter.objects.filter(pk__in=letters - kept, simulated=True).delete()
    return len(kinds)


def _cited(*, letters: set[int] | None = None, **which) -> set[int]:
    """The letters by which these processes were decided; ``letters``: which of them are among these."""
    found: set[int] = set()
    for flow in registry.flows():
        for column in {step.letter.column for step in flow.steps.values() if step.letter}:
            wanted = {f"{column}__isnull": False} if letters is None else {f"{column}__in": letters}
            found.update(flow.objects.filter(**wanted, **which).values_list(column, flat=True))
    return found


def _delete_emptied() -> set[int]:
    """Delete simulated decisions for several of which no process is left; returns the letters they leave."""
    emptied = BulkDecision.objects.filter(simulated=True, items=None)
    letters = {pk for pk in emptied.values_list("letter", flat=True) if pk is not None}
    BulkDecision.objects.filter(pk__in=list(emptied.values_list("pk", flat=True))).delete()
    return letters


def _left(site: Site) -> list[Process]:
    return [process for flow in registry.flows() for process in flow.objects.filter(site=site)]


def _discard_unused(hashes: set[str]) -> int:
    listed = sorted(hashes)
    rows = Evidence.objects.filter(Q(sha256__in=listed) | Q(preview_sha256__in=listed))
    used = {sha256 for pair in rows.values_list("sha256", "preview_sha256") for sha256 in pair}
    used |= set(Paper.objects.filter(signed_sha256__in=listed).values_list("signed_sha256", flat=True))
    unused = hashes - used
    PhotoPrint.objects.filter(sha256__in=unused).delete()
    for sha256 in unused:
        evidence_store.discard(sha256)
    return len(unused)
