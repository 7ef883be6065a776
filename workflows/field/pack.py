"""What a phone carries along: the sites and processes that are its person's to report on, forms and outlines."""

import hashlib
import json
from collections import defaultdict
from typing import Any

from django.contrib.gis.db.models import PolygonField
from django.utils import timezone, translation

from accounts.enrolment_api import FieldPerson
from sites.models import Site
from sites.stages import FLAG_LABELS, Stage, flags_in
from workflows import permission, registry
from workflows.field.area import SCALE, outlines
from workflows.field.offline_forms import kinds, offline_roles, offline_steps
from workflows.models import Process
from workflows.services.start import objection
from workflows.step import Step

# A phone is for the sites of a district or a regency; whoever serves more carries the first of them.
MOST_SITES = 400
_VERSION_LETTERS = 12


def pack_for(user, *, have: dict[str, str], forms: str = "", area: str = "") -> dict[str, Any]:
    """What has changed against what the phone has: ``have`` maps the codes of its sites to their versions.

    The number of queries does not grow with the sites. ``gone``: sites it holds that are not this person's any more.
    """
    roles = offline_roles()
    mine = Site.objects.within(user.scope.regions_of(roles)).open()
    sites = list(mine.select_related("village__parent__parent").order_by("code")[:MOST_SITES])
    held = {role for grant in user.scope.grants if (role := grant.role) in roles}
    made = _described(sites, user)
    changed = [site for site in made if have.get(site["code"]) != site["version"]]
    drawn = outlines(site.code for site in sites)
    known_forms = kinds(held)
    versions = {"forms": _version(known_forms), "area": _version(drawn)}
    return {
        "version": _version([[site["code"], site["version"]] for site in made], versions),
        "server_time": timezone.now(),
        "person": FieldPerson.of(user),
        "sites": changed,
        "gone": sorted(set(have) - {site["code"] for site in made}),
        "forms": None if forms == versions["forms"] else {"version": versions["forms"], "kinds": known_forms},
        "area": None if area == versions["area"] else {"version": versions["area"], "scale": SCALE, "outlines": drawn},
    }


def _described(sites: list[Site], user) -> list[dict[str, Any]]:
    processes = _processes(sites)
    lines = _lines([process for found in processes.values() for process in found])
    return [_site(site, processes[site.pk], lines, user) for site in sites]


def _processes(sites: list[Site]) -> dict[int, list[Process]]:
    """The processes of the workflows that have offline steps, by site, oldest first; a query for each workflow."""
    by_site, place = defaultdict(list), {site.pk: site for site in sites}
    for flow in registry.flows():
        if _is_of_use(flow) and any(flow.kind_name in site.states for site in sites):
            for process in flow.objects.filter(site__in=place).order_by("pk"):
                process.site = place[process.site_id]
                by_site[process.site_id].append(process)
    return by_site


def _is_of_use(flow: type[Process]) -> bool:
    return _outline_column(flow) != "" or any(step.offline for step in flow.steps.values())


def _lines(processes: list[Process]) -> dict[tuple[int, str], list]:
    """By process and kind, the lines that an offline step may change from where they are; a query for each kind."""
    found = defaultdict(list)
    changing = [step.record for process in processes for step in _changing(process)]
    wanted = {(record.model, source) for record in changing for source in record.sources}
    for model in {model for model, _source in wanted}:
        states = [source for kind, source in wanted if kind is model]
        rows = model.objects.filter(process_id__in=[process.pk for process in processes], state__in=states)
        for row in rows.order_by("process_id", "number"):
            found[row.process_id, model.kind_name].append(row)
    return found


def _changing(process: Process) -> list[Step]:
    return [step for step in process.steps_from_here() if step.offline and step.record and not step.record.adds]


def _site(site: Site, processes: list[Process], lines: dict, user) -> dict[str, Any]:
    village = site.village
    described = {
        "code": site.code,
        "name": village.full_name,
        "district": village.parent.name,
        "regency": village.parent.parent.full_name,
        "lat": round(site.position.y, 6),
        "lon": round(site.position.x, 6),
        "position_source": site.position_source,
        "accuracy_m": site.position_accuracy_m,
        "stage": site.stage,
        "stage_label": str(Stage(site.stage).label),
        "flags": [str(FLAG_LABELS[flag]) for flag in flags_in(site.flags)],
        "plot": _plot(processes),
        "starts": _starts(site, user),
        "may": {kind: _roles_allow(registry.flow(kind), site, user) for kind in _starts(site, user)},
        "processes": [
            _process(process, lines, user)
            for process in processes
            if process.is_open and offline_steps(type(process), user.scope.roles_at(site.code))
        ],
    }
    # Words are part of it: another language is another version.
    return {**described, "version": _version(described, translation.get_language())}


def _starts(site: Site, user) -> list[str]:
    return [
        flow.kind_name
        for flow in registry.flows()
        if flow.started_offline and permission.may_start(flow, site.code, user) and not objection(flow, site)
    ]


def _roles_allow(flow: type[Process], site: Site, user) -> list[str]:
    """The offline steps his roles let him take in a process that he opens here, in whichever state."""
    return [step.name for step in flow.steps.values() if step.offline and user.scope.grants_at(site.code, step.by)]


def _outline_column(flow: type[Process]) -> str:
    return next((column.name for column in flow._meta.local_fields if isinstance(column, PolygonField)), "")


def _plot(processes: list[Process]) -> list[list[float]] | None:
    """The outline of the plot that won, else of the newest that still may; None without one."""
    drawn = [
        (process.state in process.single_in, process.is_open, process.pk, shape)
        for process in processes
        if (column := _outline_column(type(process))) and (shape := getattr(process, column)) is not None
    ]
    if not drawn:
        return None
    *_rank, shape = max(drawn, key=lambda one: one[:3])
    return [[round(x, 6), round(y, 6)] for x, y, *_height in shape.exterior_ring.coords]


def _process(process: Process, lines: dict, user) -> dict[str, Any]:
    flow = type(process)
    may = [step for step in process.steps_from_here() if step.offline and _may(step, process, lines, user)]
    columns = dict.fromkeys(name for step in may if not step.record for name in step.fields)
    row = process.site.processes.get(str(process.pk), {})
    awaits = row.get("awaits", [])
    about = {step.record.model.kind_name for step in _changing(process)}
    return {
        "id": process.pk,
        "kind": process.kind,
        "label": process.caption,
        "version": process.version,
        "state": process.state,
        "state_label": process.state_label,
        "since": process.state_since,
        "steps": [step.name for step in may],
        "may": [step.name for step in flow.steps.values() if step.offline and _allowed(step, process, user)],
        "awaits": list(dict.fromkeys(_deed(flow, one["step"]) for one in awaits)),
        "due": min((one["due"] for one in awaits if one.get("due")), default=None),
        "values": {name: value for name in columns if (value := _value(process, name)) not in (None, "")},
        "known": _known(process),
        "lines": {
            kind: [
                {"number": line.number, "state": line.state, "caption": line.caption}
                for line in lines[process.pk, kind]
            ]
            for kind in sorted(about)
        },
    }


def _deed(flow: type[Process], name: str) -> str:
    return str(flow.steps[name].label) if name in flow.steps else name


def _may(step: Step, process: Process, lines: dict, user) -> bool:
    """May this person try it now? What separates him on one line only is judged with the line."""
    if not _allowed(step, process, user):
        return False
    if step.record is None or step.record.adds:
        return True
    return any(line.state in step.record.sources for line in lines[process.pk, step.record.model.kind_name])


def _allowed(step: Step, process: Process, user) -> bool:
    """Do his roles let him take it, in whichever state, and nothing he did here keep him from it?"""
    return permission.grant_for(step, process, user) is not None and not permission.objection(step, process, user)


def _known(process: Process) -> dict[str, Any]:
    """The columns by which a phone judges answers: see ``workflows.comparisons.Known``."""
    rules = [guard for step in process.steps.values() if step.offline for guard in step.guards]
    columns = {column for guard in rules for one in guard.judged for column in one.columns}
    return {name: value for name in sorted(columns) if (value := _value(process, name)) not in (None, "")}


def _value(process: Process, name: str) -> Any:
    value = getattr(process, name)
    return value if value is None or isinstance(value, bool | int) else str(value)


def _version(*content: Any) -> str:
    text = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_VERSION_LETTERS]
