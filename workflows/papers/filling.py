"""What is filled into a paper: from the process, its ledger entries and the register, each with where it stands."""

import datetime
from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sites.models import Event
from workflows import registry
from workflows.facts import role_in_words, shown
from workflows.figures import day
from workflows.models import Process
from workflows.papers.declaration import PaperKind, Source, Told
from workflows.papers.numerals import date_in_words, written

# Papers are Indonesian documents, whatever language their reader has chosen.
LANGUAGE = "id"


def told(source: Source, process: Process, events: Iterable[Event]) -> list[Told]:
    """Every fact that the paper may name, in Indonesian; what is not known has an empty value.

    ``events``: the process's ledger entries, in any order: a column is dated by the one that changed it last, and each
    step that was taken gives its day, its office and its person.
    """
    with translation.override(LANGUAGE):
        events = list(events)
        facts = [*_place(process), *_columns(source, process, events), *source.more(process), *_steps(process, events)]
        return [replace(fact, term=str(fact.term), value=str(fact.value)) for fact in facts]


def placeholders(kind: PaperKind) -> dict[str, str]:
    """Every name that a template of the kind may use, with what it is called; those of all its workflows."""
    with translation.override(LANGUAGE):
        found = {one.name: str(one.term) for one in _place(None)}
        for source in kind.sources:
            flow = registry.flow(source.workflow)
            found |= {name: str(flow._meta.get_field(name).verbose_name) for name in source.columns}
            found |= {name: name for name in source.more_names if name not in found}
            found |= {one.name: str(one.term) for one in _steps(flow, ())}
        return found


def lists_of(kind: PaperKind) -> set[str]:
    """The names of the tables that a template of the kind may use."""
    return {name for source in kind.sources for name in source.list_names}


def head(*, kind: PaperKind, number: str, office: str, dated: datetime.date, simulated: bool, code: str) -> dict:
    """What every paper bears of itself."""
    with translation.override(LANGUAGE):
        return {
            "title": str(kind.label),
            "number": number,
            "office": office,
            "date": written(dated),
            "iso": dated.isoformat(),
            "date_in_words": date_in_words(dated),
            "simulated": simulated,
            "code": code,
        }


_OF_STEP = ("on", "office", "by")


def _place(process: Process | None) -> list[Told]:
    values, origin = dict.fromkeys(("village", "district", "regency", "province", "site_code", "cooperative"), ""), ""
    if process is not None:
        site, village = process.site, process.site.village
        regency = village.parent.parent
        regions = (village, village.parent, regency, regency.parent)
        values = dict(zip(values, [*(region.full_name for region in regions), site.code, ""], strict=True))
        values["cooperative"] = site.cooperative.name if site.cooperative else ""
        origin = _("register of sites, %(site)s") % {"site": site.code}
    terms = (_("Village"), _("District"), _("Regency or city"), _("Province"), _("Site code"), _("Cooperative"))
    return [Told(name, term, values[name], origin) for name, term in zip(values, terms, strict=True)]


def _columns(source: Source, process: Process, events: Iterable[Event]) -> list[Told]:
    last: dict[str, Event] = {}
    for event in sorted(events, key=lambda event: event.seq):
        if event.verb == "step":
            last |= dict.fromkeys(event.changes, event)
    found = []
    for name in source.columns:
        column = process._meta.get_field(name)
        known = getattr(process, column.attname)
        value = written(known) if isinstance(known, datetime.date) else shown(process, column)
        found.append(Told(name, column.verbose_name, value, _origin(last.get(name))))
    return found


def _origin(event: Event | None) -> str:
    if event is None:
        return ""
    return _("entry %(number)d, %(date)s, %(office)s") % {
        "number": event.seq,
        "date": day(timezone.localdate(event.recorded_at)),
        "office": event.actor_office or role_in_words(event.actor_role),
    }


def _steps(process: Process | type[Process], events: Iterable[Event]) -> list[Told]:
    taken = {event.step: event for event in sorted(events, key=lambda event: event.seq) if event.verb == "step"}
    found = []
    for name, step in process.steps.items():
        event = taken.get(name)
        values = (
            (written(timezone.localdate(event.recorded_at)), event.actor_office, event.author)
            if event
            else ("", "", "")
        )
        terms = (_("%(step)s: day"), _("%(step)s: office"), _("%(step)s: person"))
        for what, term, value in zip(_OF_STEP, terms, values, strict=True):
            found.append(Told(f"{name}_{what}", term % {"step": step.label}, value, _origin(event)))
    return found


def tables(source: Source, process: Process) -> dict[str, list[list[str]]]:
    """The rows of the paper's tables, in Indonesian."""
    with translation.override(LANGUAGE):
        return source.lists(process)


def parties(source: Source, process: Process) -> list[str]:
    """The offices and bodies between which it stands, each once."""
    with translation.override(LANGUAGE):
        return list(dict.fromkeys(name for name in source.parties(process) if name))
