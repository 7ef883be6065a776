"""The page of one site: what it is, what is next and who owns it, its facts, and everything that happened."""

from dataclasses import replace
from functools import reduce
from operator import or_

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import capfirst
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import roles_in_words
from rollout.pages.flags import flags_of
from rollout.pages.places import crumbs_of, place_of
from rollout.pages.site_overview import overview
from rollout.templatetags.formatting import day, distance
from sites import selectors
from sites.models import Site
from sites.stages import Stage
from workflows.changes import process_in_words
from workflows.diagrams import drawing_of
from workflows.facts import pair
from workflows.field.arrival import arrivals
from workflows.models import Process
from workflows.selectors import GuardAnswer, NextStep
from workflows.site_work import SiteWork, Unopened, site_work
from workflows.timeline import Entry, entries_of, entry_of
from workflows.views.frame import step_link
from workflows.views.plot_map import site_map_data


@login_required
@require_safe
def site_page(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one site on one page; 404 for a site outside the person's regions, as for one that is not."""
    try:
        site = selectors.site_for(request.user, code)
    except Site.DoesNotExist:
        raise Http404 from None
    work = site_work(site, request.user)
    page = selectors.events_page(site, request.GET.get("page"))
    shown = [*work.open, *work.settled]
    captions = {one.process.pk: one.process.caption for one in [*shown, *work.past]}
    return render(
        request,
        "pages/site.html",
        {
            "site": site,
            "stage": Stage(site.stage),
            "crumbs": crumbs_of(site),
            "place": place_of(site),
            # A flag stands with the case that raises it; here are those whose case is folded away.
            "flags": flags_of(site.flags & ~reduce(or_, (int(one.process.flags()) for one in shown), 0)),
            "lede": _lede(site, work),
            "on_their_way": [said for found in arrivals(captions).values() for said in found],
            "work": [_open(one, site) for one in work.open],
            "settled": [_ended(one, site) for one in work.settled],
            "past": [_ended(one, site) for one in work.past],
            "overview": overview(work) if len(shown) > 1 else [],
            "unopened": [_unopened(one, site, work) for one in work.unopened if not one.waits_for],
            "later": [_unopened(one, site, work) for one in work.unopened if one.waits_for],
            "further": [
                {"label": flow.label, "another": flow.another_label, "href": _start(flow, site)}
                for flow in work.starts
                if flow not in {one.flow for one in work.unopened}
            ],
            "facts": _facts(site),
            # Only a building has progress; without one there is nothing to draw.
            "has_curve": any(one.process.progress is not None for one in shown),
            "map_data": site_map_data(site, [one.process for one in shown]),
            "page": page,
            "entries": [_linked(entry, site, captions) for entry in entries_of(page)],
        },
    )


def _lede(site: Site, work: SiteWork) -> str:
    """What this person can do here now, in one sentence."""
    if site.closed_at:
        return _("This site was closed on %(date)s. Its history stays.") % {"date": day(site.closed_at)}
    if work.mine:
        steps = dict.fromkeys(str(step.step.label) for step in work.mine)
        return _("It is your turn: %(steps)s.") % {"steps": _joined(steps)}
    awaited = [duty for one in work.open for duty in one.duties]
    if awaited:
        owners = _offices(dict.fromkeys(name for duty in awaited for name in _awaited(duty))) or _("nobody yet")
        return _("Nothing here awaits you. Waiting for: %(owners)s.") % {"owners": owners}
    mine = [one.flow.label for one in work.unopened if one.flow in work.starts]
    if mine:
        return _("Nothing is under way here. You can open: %(workflows)s.") % {"workflows": _joined(mine)}
    if work.unopened:
        owners = _offices(dict.fromkeys(name for one in work.unopened for name in one.owners)) or _("nobody yet")
        return _("Nothing is under way here. It can be opened by: %(owners)s.") % {"owners": owners}
    return _("Nothing here awaits anybody.")


def _unopened(one: Unopened, site: Site, work: SiteWork) -> dict:
    return {
        "label": one.flow.label,
        "owners": _offices(one.owners),
        "waits_for": " ".join(one.waits_for),
        "href": _start(one.flow, site) if one.flow in work.starts else "",
    }


def _start(flow: type[Process], site: Site) -> str:
    return reverse("process_start", args=[site.code, flow.kind_name])


def _open(one, site: Site) -> dict:
    return {
        **_process(one.process, site),
        "lane": one.lane,
        "drawing": drawing_of(one.process),
        # Why it came back, for who has to put it right; an ordinary step forward needs no explanation.
        "reason": entry_of(one.came_by) if one.came_by and one.came_by.reason_text else None,
        "duties": [_duty(step, one.process, site) for step in sorted(one.duties, key=lambda step: not step.turn)],
        "others": [_action(step, one.process, site) for step in one.others],
        "mine": bool(one.mine),
        "awaits": "; ".join(dict.fromkeys(name for step in one.duties for name in _awaited(step))),
    }


def _ended(one, site: Site) -> dict:
    entry = entry_of(one.came_by) if one.came_by else None
    return {**_process(one.process, site), "lane": one.lane, "entry": entry}


def _process(process: Process, site: Site) -> dict:
    return {
        # As text: it is a name here, not an amount with separators.
        "number": str(process.pk),
        "label": process.label,
        "caption": process.caption,
        "state": process.state_label,
        "flags": flags_of(process.flags(), said=[process.state_label]),
        "since": process.state_since,
        "waits_since": process.waits_since,
        "href": reverse("process_detail", args=[site.code, process.kind, process.pk]),
    }


def _duty(step: NextStep, process: Process, site: Site) -> dict:
    return {
        **_action(step, process, site),
        "mine": step.turn,
        "since": process.since_of(step.step),
        "permitted": step.permitted,
        "because": step.because,
        "due": step.due,
        "raised": step.raised,
        "owners": _offices(_awaited(step)),
        "blocks": [_block(answer) for answer in step.guards if answer.sentence],
        "to_bring": [slot.missing for slot in step.slots if slot.missing],
    }


def _awaited(step: NextStep) -> list[str]:
    """The offices that are waited for, so that the step can be taken."""
    return list(dict.fromkeys(name for one in step.awaited for name in one.offices))


def _block(answer: GuardAnswer) -> dict:
    """A rule that does not hold; one that may be set aside is not called blocking, but says by whom."""
    guard = answer.guard
    if guard.waivable:
        detail = _("May be set aside with a reason by: %(roles)s.") % {"roles": roles_in_words(guard.waivable_by)}
    elif guard.owners:
        detail = _("Up to: %(roles)s.") % {"roles": roles_in_words(guard.owners)}
    else:
        detail = ""
    return {"sentence": answer.sentence, "waivable": guard.waivable, "detail": detail}


def _action(step: NextStep, process: Process, site: Site) -> dict:
    return {
        "label": step.step.label,
        "help": step.step.help,
        "tone": step.step.tone,
        "href": step_link(process, step.step),
    }


def _facts(site: Site) -> list[dict]:
    """The site's facts, each with its source and day where the register knows them."""
    estimated = site.position_source == Site.PositionSource.ESTIMATED
    where = pair(site.position)
    if site.position_accuracy_m is not None:
        where = f"{where} (± {distance(site.position_accuracy_m)})"
    taken_from = process_in_words(site.position_note, site)
    cooperative = site.cooperative
    assets = {"href": reverse("asset_list", args=[site.code]), "link": _("See the assets")}
    rows = [
        {
            "term": _("Position"),
            "value": where,
            "estimated": estimated,
            "source": taken_from
            if estimated
            else " · ".join(filter(None, [site.get_position_source_display(), taken_from])),
            "as_of": site.position_as_of,
        },
        {"term": _("Premises"), "value": site.get_premises_display(), "source": _unrecorded(site)},
        {"term": _("Assets"), "value": _("Land, buildings and goods of governments here"), **assets},
    ]
    if cooperative is None:
        return [*rows, {"term": _("Cooperative"), "value": _("None recorded")}]
    villages = sorted(village.full_name for village in cooperative.villages.all())
    known = {"source": cooperative.source, "as_of": cooperative.as_of}
    rows.append({"term": _("Cooperative"), "value": cooperative.name, **known})
    if cooperative.legal_number:
        rows.append({"term": capfirst(_("Legal-entity decree (SK AHU)")), "value": cooperative.legal_number, **known})
    if len(villages) > 1:
        rows.append({"term": _("Villages served"), "value": _joined(villages), **known})
    return rows


def _unrecorded(site: Site) -> str:
    """Where a figure that nobody has stated yet comes from: from nobody."""
    return _("No office has recorded this yet") if site.premises == Site.Premises.UNKNOWN else ""


def _linked(entry: Entry, site: Site, captions: dict[int, str]) -> Entry:
    """The entry with a link to its process, where the site has more than one and a reader would not know which."""
    if entry.process_id is None or len(site.processes) < 2:
        return entry
    return replace(
        entry,
        href=reverse("process_detail", args=[site.code, entry.kind, entry.process_id]),
        link=captions.get(entry.process_id, ""),
    )


def _joined(words) -> str:
    return ", ".join(str(word) for word in words)


def _offices(names) -> str:
    # Offices have commas in their names: "Dinas Koperasi, UKM".
    return "; ".join(names)
