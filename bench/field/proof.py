"""What must hold when everything has been sent: each item once, with every byte, and a ledger that is whole."""

from collections import Counter
from collections.abc import Iterable, Iterator

from bench.field.phone import Captured
from sites import ledger
from sites.models import Event, Site
from workflows import evidence_store
from workflows.construction.lines import ProgressReport
from workflows.field.models import FieldItem
from workflows.models import Evidence


def problems(items: Iterable[Captured]) -> Iterator[str]:
    """A sentence for each item that is missing, doubled or changed, and for each break of the ledger."""
    items = list(items)
    names = [item.name for item in items]
    kept = {row.item: row for row in FieldItem.objects.filter(item__in=names)}
    entries = Counter(Event.objects.filter(client_id__in=names).values_list("client_id", flat=True))
    for item in items:
        if item.name not in kept:
            yield f"{item.name}: is not there"
        elif kept[item.name].status != FieldItem.Status.TAKEN:
            yield f"{item.name}: is {kept[item.name].status}: {kept[item.name].sentence}"
        if entries[item.name] != 1:
            yield f"{item.name}: stands {entries[item.name]} times in the ledger"
        yield from _files(item)
    yield from _reports(items)
    yield from ledger.verify(Site.objects.filter(code__in={item.body["site"] for item in items}))


def _files(item: Captured) -> Iterator[str]:
    for content, sha256 in zip(item.files, item.hashes, strict=True):
        rows = Evidence.objects.filter(process_id=item.body["process"], sha256=sha256)
        if (count := rows.count()) != 1:
            yield f"{item.name}: photo {sha256} is attached {count} times"
        try:
            with evidence_store.open_file(sha256) as stored:
                whole = stored.read() == content
        except FileNotFoundError:
            whole = False
        if not whole or rows.filter(arrived_at=None).exists():
            yield f"{item.name}: photo {sha256} has not arrived with all its bytes"


def _reports(items: list[Captured]) -> Iterator[str]:
    wanted = Counter((item.body["process"], item.body["fields"]["reported_on"]) for item in items)
    rows = ProgressReport.objects.filter(process_id__in={process for process, _day in wanted})
    found = Counter((process, day.isoformat()) for process, day in rows.values_list("process_id", "reported_on"))
    for one in wanted.keys() | found.keys():
        if wanted[one] != found[one]:
            yield f"process {one[0]}: {found[one]} reports of {one[1]}, {wanted[one]} were captured"
