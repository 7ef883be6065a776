"""The ledger's only writer, and its reader for verification and export."""

import datetime
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from sites import chain
from sites.authorship import Authorship
from sites.models import Event, Site

# The site's columns that ``record`` moves; whoever calls it saves them with the site.
SITE_FIELDS = ["ledger_seq", "ledger_head", "simulated"]


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
    """Build the next entry without writing it, and move the site's end of chain (for bulk registration)."""
    site.simulated = site.simulated or by.simulates
    event = Event(
        site=site,
        seq=site.ledger_seq + 1,
        previous_hash=site.ledger_head,
        verb=verb,
        actor=by.user,
        actor_name=by.name,
        actor_role=by.role,
        actor_office=by.office,
        device_at=by.device_at,
        recorded_at=by.recorded_at,
        request_id=by.request_id,
        client_id=by.client_id,
        request_digest=by.request_digest,
        simulated=site.simulated,
        **content,
    )
    event.hash = chain.digest(entry_of(event))
    site.ledger_seq, site.ledger_head = event.seq, event.hash
    return event


def entry_of(event: Event) -> dict:
    """The entry as the JSON object that is hashed and exported; reads ``event.site.code``."""
    entry = {field: getattr(event, field) for field in chain.FIELDS if field not in {"site", "actor"}}
    entry |= {
        "site": event.site.code,
        "actor": event.actor_id,
        "device_at": _instant(event.device_at),
        "recorded_at": _instant(event.recorded_at),
        "request_id": str(event.request_id) if event.request_id else None,
        "client_id": str(event.client_id) if event.client_id else None,
        "hash": event.hash,
    }
    return entry


def verify(sites=None) -> Iterator[str]:
    """What is wrong with the chains of the given sites (all without), a sentence each."""
    sites = Site.objects.all() if sites is None else sites
    return chain.problems(_entries(sites), heads(sites))


def heads(sites) -> dict[str, dict]:
    """The end of each site's chain, as the register keeps it."""
    rows = sites.order_by("code").values_list("code", "ledger_seq", "ledger_head")
    return {code: {"seq": seq, "hash": head} for code, seq, head in rows.iterator()}


def export_bundle(sites, path: Path) -> int:
    """Write a zip with the entries, the chain ends and the stand-alone verifier; returns the number of entries."""
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        with bundle.open("events.jsonl", "w") as lines:
            for entry in _entries(sites):
                lines.write(json.dumps(entry, ensure_ascii=False, sort_keys=True).encode() + b"\n")
                count += 1
        bundle.writestr("heads.json", json.dumps(heads(sites), indent=1))
        with bundle.open("verify.py", "w") as target, Path(chain.__file__).open("rb") as source:
            shutil.copyfileobj(source, target)
        bundle.writestr("README.txt", _("Check this bundle with: python3 verify.py events.jsonl heads.json") + "\n")
    return count


def _entries(sites) -> Iterator[dict]:
    events = Event.objects.filter(site__in=sites).select_related("site").only(*_columns()).order_by("site__code", "seq")
    return (entry_of(event) for event in events.iterator(chunk_size=5000))


def _columns() -> list[str]:
    return ["site__code", "hash", *(field for field in chain.FIELDS if field != "site")]


def _instant(moment: datetime.datetime | None) -> str | None:
    return moment.astimezone(datetime.UTC).isoformat(timespec="microseconds") if moment else None
