"""What follows when a step is taken, in sentences, read from the declarations."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.roles import Role
from workflows import permission
from workflows.awaited import awaited_at, deed_of
from workflows.models import Process
from workflows.owners import Owners, names_of, owners_at
from workflows.step import Step


def what_follows(process: Process, step: Step, user) -> list[str]:
    """The state that follows, who is waited for then, and what this person may not do any more. One query."""
    sentences = [*_line_sentence(process, step), _state_sentence(process, step), *_signature(process, step, user)]
    target = step.leads_to(process)
    if target in process.final:
        sentences.append(_("This ends it: nobody is waited for any more."))
    elif target is not None:
        sentences += _next_duties(process, target)
    if step.locates:
        sentences.append(_("The site is shown at the surveyed position from then on."))
    sentences += _barred(process, step, user)
    return sentences


def _state_sentence(process: Process, step: Step) -> str:
    target = step.leads_to(process)
    if target is None:
        return _("The state stays “%(state)s”.") % {"state": process.state_label}
    return _("The state becomes “%(state)s”.") % {"state": process.State(target).label}


def _signature(process: Process, step: Step, user) -> list[str]:
    """Under a lent role: as whose deed it stands in the record."""
    giver = permission.acting_for(step, process, user)
    if not giver:
        return []
    return [_("It stands in the record as taken by %(actor)s for %(giver)s.") % {"actor": user, "giver": giver}]


def _line_sentence(process: Process, step: Step) -> list[str]:
    """What becomes of the line that the step changes; nothing where it has no states, or stays."""
    item, declared = process.item, step.record
    if item is None or item.pk is None or declared is None or not declared.target or not item.State:
        return []
    return [_("%(line)s becomes “%(state)s”.") % {"line": item.caption, "state": item.State(declared.target).label}]


def _next_duties(process: Process, state: str) -> list[str]:
    awaited = awaited_at(process, state=state)
    roles = {role for one in awaited for role in one.roles}
    owners = owners_at(roles, [process.site.code])[process.site.code]
    # One deed can be awaited twice: for itself, and for another step that its absence stops.
    deeds = {deed_of(one, process, state=state): one for one in awaited}
    return [
        _("Next: %(step)s – %(owners)s.") % {"step": deed, "owners": _who(one.roles, owners, one.region)}
        for deed, one in deeds.items()
    ]


def _who(roles: Iterable[Role], owners: Owners, region: str) -> str:
    """The roles with the offices that hold them; those that nobody holds only where nobody holds any."""
    nobody = _("nobody holds that office yet")
    held = {role.label: "; ".join(names_of([role], owners, region)) for role in Role if role in roles}
    shown = {label: names for label, names in held.items() if names} or dict.fromkeys(held, nobody)
    return "; ".join(f"{label} · {names}" for label, names in shown.items())


def _barred(process: Process, step: Step, user) -> list[str]:
    """Separation: the steps this person could take otherwise, and may not once he has taken this one."""
    roles = user.scope.roles_at(process.site.code)
    barred = [
        str(other.label) for other in process.steps.values() if step.name in other.not_by_actor_of and other.by & roles
    ]
    if not barred:
        return []
    return [_("Whoever takes this step may not take these any more: %(steps)s.") % {"steps": ", ".join(barred)}]
