"""The ledger's only writer, and its reader for verification and export."""

import datetime
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from sites import chain
from sites.authorship import Authorship
from sites.models import Entry, Event, Site
from sites.refusals import SimulationMixed

# The site's columns that ``record`` moves; whoever calls it saves them with the site.
SITE_FIELDS = ["ledger_seq", "ledger_head", "simulated"]
_FIELDS = (*chain.FIELDS, *chain.LATER_FIELDS)
# The fields that are kept as the id of a person.
_COLUMNS = {"actor": "actor_id", "on_behalf_of": "on_behalf_of_id"}
_Kind = TypeVar("_Kind", bound=Entry)
# How many entries an audit holds in memory at a time, more or less: a site's chain is never cut.
PORTION = 4000


def record(
    site: Site,
    *,
    verb: str,
    by: Authorship,
    changes: dict | None = None,
    evidence: list | None = None,
    reason_code: str = "",
    reason_text: str = "",
    process_id: int | None = None,
    process_kind: str = "",
    process_version: int | None = None,
    step: str = "",
    before_state: str = "",
    after_state: str = "",
) -> Event:
    """Append one entry to the site's chain.

    The caller holds the site's row lock; ``sites.services.save`` then writes the site and its new entries in one
    statement, so that neither can be forgotten. ``changes`` maps a field's name to ``[before, after]`` in exact JSON
    values (numbers other than integers as text). Raises ValueError on a float.
    """
    event = prepare(
        site,
        verb=verb,
        by=by,
        changes=changes or {},
        evidence=evidence or [],
        reason_code=reason_code,
        reason_text=reason_text,
        process_id=process_id,
        process_kind=process_kind,
        process_version=process_version,
        step=step,
        before_state=before_state,
        after_state=after_state,
    )
    site.new_events.append(event)
    return event


def prepare(site: Site, *, verb: str, by: Authorship, **content) -> Event:
    """Build the next entry without writing it, and move the site's end of chain (for bulk registration).

    Raises SimulationMixed when a demonstration account would write over a site where real work has begun.
    """
    if by.simulates and site.processes and not site.simulated:
        raise SimulationMixed
    site.simulated = site.simulated or by.simulates
    event = compose(
        Event,
        by=by,
        site=site,
        seq=site.ledger_seq + 1,
        previous_hash=site.ledger_head,
        verb=verb,
        simulated=site.simulated,
        **content,
    )
    site.ledger_seq, site.ledger_head = event.seq, event.hash
    return event


def compose(model: type[_Kind], *, by: Authorship, **content) -> _Kind:
    """An unsaved entry of that kind of chain, with its author and its hash; ``content`` is everything else."""
    event = model(
        actor=by.user,
        actor_name=by.name,
        actor_role=by.role,
        actor_office=by.office,
        on_behalf_of_id=by.on_behalf_of,
        on_behalf_of_name=by.on_behalf_of_name,
        device_at=by.device_at,
        recorded_at=by.recorded_at,
        request_id=by.request_id,
        client_id=by.client_id,
        request_digest=by.request_digest,
        **content,
    )
    event.hash = chain.digest(entry_of(event))
    return event


def entry_of(event: Entry) -> dict:
    """The entry as the JSON object that is hashed and exported; reads the row its chain belongs to."""
    content = {field: getattr(event, _COLUMNS.get(field, field)) for field in _FIELDS if field != "site"}
    return _entry({**content, "site": event.chain_name, "hash": event.hash})


def verify(sites=None) -> Iterator[str]:
    """What is wrong with the chains of the given sites (all without), a sentence each."""
    return Audit(sites).problems()


def export_bundle(sites, path: Path) -> int:
    """Write a zip with the entries, the chain ends and the stand-alone verifier; returns the number of entries."""
    audit = Audit(sites, bundle=path)
    for _problem in audit.problems():
        pass  # an export is a copy, not a verdict: the verifier inside tells whoever receives it
    return audit.entries


class Audit:
    """One reading of chains from the first site to the last; ``problems`` does it, the rest is its result.

    Memory does not grow with the ledger: a few thousand entries are held at a time. Each portion is one statement and
    so one moment: entries written meanwhile are wholly in it or wholly not, and never look like a broken chain.
    """

    def __init__(
        self, sites=None, *, bundle: Path | None = None, progress: Callable[[int], None] | None = None
    ) -> None:
        """``sites``: a queryset (all without). ``bundle``: also write what is read into this zip.

        ``progress`` is called after every portion with the number of entries read.
        """
        self.sites = self.entries = 0
        self._queryset = Site.objects.all() if sites is None else sites
        self._bundle = bundle
        self._progress = progress or (lambda entries: None)
        self._root = chain.Root()

    @property
    def root(self) -> str:
        """One hash over all chain ends read so far; see ``chain.Root``."""
        return self._root.value

    def problems(self) -> Iterator[str]:
        """Read everything; what is wrong, a sentence each."""
        if self._bundle is None:
            for ends, entries in _portions(self._queryset):
                self._count(ends, entries)
                yield from chain.problems(entries, ends)
            return
        all_ends: dict[str, dict] = {}
        # The bundle appears under its name only when it is whole.
        partial = self._bundle.with_name(self._bundle.name + ".part")
        try:
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as bundle:
                with bundle.open("events.jsonl", "w", force_zip64=True) as lines:
                    for ends, entries in _portions(self._queryset):
                        self._count(ends, entries)
                        all_ends |= ends
                        for entry in entries:
                            lines.write(json.dumps(entry, ensure_ascii=False, sort_keys=True).encode() + b"\n")
                        yield from chain.problems(entries, ends)
                bundle.writestr("heads.json", json.dumps(all_ends, indent=1))
                bundle.write(chain.__file__, "verify.py")
                bundle.writestr(
                    "README.txt", _("Check this bundle with: python3 verify.py events.jsonl heads.json") + "\n"
                )
            partial.replace(self._bundle)
        finally:
            partial.unlink(missing_ok=True)

    def _count(self, ends: dict[str, dict], entries: list[dict]) -> None:
        self.sites += len(ends)
        self.entries += len(entries)
        for site, end in ends.items():
            self._root.add(site, end)
        self._progress(self.entries)


def _portions(sites) -> Iterator[tuple[dict[str, dict], list[dict]]]:
    """Chain ends and entries, site after site in the order of their codes, about ``PORTION`` entries at a time."""
    fields = ["hash", *(field for field in _FIELDS if field != "site")]
    for codes in _groups(sites):
        ends, entries = {}, []
        rows = Site.objects.filter(code__in=codes).order_by("code", "events__seq")
        for code, seq, head, *values in rows.values_list(
            "code", "ledger_seq", "ledger_head", *(f"events__{field}" for field in fields)
        ):
            ends[code] = {"seq": seq, "hash": head}
            content = dict(zip(fields, values, strict=True))
            if content["seq"] is not None:
                entries.append(_entry({**content, "site": code}))
        yield dict(sorted(ends.items())), entries


def _groups(sites) -> Iterator[list[str]]:
    """The sites' codes in order, in groups whose chains have about ``PORTION`` entries together."""
    group, size = [], 0
    for code, seq in sorted(sites.order_by().values_list("code", "ledger_seq")):
        group.append(code)
        size += seq + 1
        if size >= PORTION:
            yield group
            group, size = [], 0
    if group:
        yield group


def _entry(content: dict) -> dict:
    said = {field: value for field, value in content.items() if value or field not in chain.LATER_FIELDS}
    return said | {
        "device_at": instant(content["device_at"]),
        "recorded_at": instant(content["recorded_at"]),
        "request_id": str(content["request_id"]) if content["request_id"] else None,
        "client_id": str(content["client_id"]) if content["client_id"] else None,
    }


def instant(moment: datetime.datetime | None) -> str | None:
    """A moment as the text that is hashed: UTC, microseconds always written."""
    return moment.astimezone(datetime.UTC).isoformat(timespec="microseconds") if moment else None
