"""Who may take a step: role, region and separation. State and visibility are judged elsewhere, on purpose."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.roles import Role, roles_in_words
from accounts.scope import Grant
from workflows.models import Process
from workflows.step import Step


def reserved_for(roles: Iterable[Role]) -> str:
    """The sentence for a person who holds none of the roles at the place."""
    return _("Only %(roles)s of this region may do this.") % {"roles": roles_in_words(roles)}


def not_held(roles: Iterable[Role], site_code: str, user) -> str:
    """The same; for somebody to whom one of them was lent, why it is not any more."""
    return user.scope.lapsed_at(site_code, frozenset(roles)) or reserved_for(roles)


def grant_for(step: Step, process: Process, user) -> Grant | None:
    """The grant under which the person may take the step: his own before a lent one, the narrowest region first.

    Where the declaration names the region (``step(at=…)``), only a grant for that very region counts. None when he has
    none.
    """
    if step.at:
        grants = user.scope.grants_in(step.region_for(process), step.by)
    else:
        grants = user.scope.grants_at(process.site.code, step.by)
    return grants[0] if grants else None


def acting_for(step: Step, process: Process, user) -> str:
    """The name of the person whose role this one exercises by the step; "" for his own, or when he has none."""
    grant = grant_for(step, process, user)
    return grant.for_name if grant else ""


def objection(step: Step, process: Process, user) -> str:
    """Why the person may not take the step, in a sentence; "" when he may.

    What a person did counts for all who act for him, and what was done for him counts as his: a delegate of whoever
    proposed does not approve, under whichever role.
    """
    if grant_for(step, process, user) is None:
        lapsed = user.scope.lapsed_at(process.site.code, step.by)
        return lapsed or _reserved(step, process)
    names = user.scope.identities(user.pk, process.site.code)
    for earlier in step.not_by_actor_of:
        # What was done to a line of the process separates on that line only.
        of_line = process.steps[earlier].record is not None and step.record is not None
        actors = (process.item.actors if process.item else {}) if of_line else process.actors
        done_by = [pk for pk in actors.get(earlier, []) if pk in names]
        if user.pk in done_by:
            return _("You took the step “%(step)s” yourself; somebody else must do this one.") % {
                "step": process.steps[earlier].label
            }
        if done_by:
            return _(
                "The step “%(step)s” was taken by or for %(name)s, for whom you act; somebody else must do this."
            ) % {
                "step": process.steps[earlier].label,
                "name": names[done_by[0]],
            }
    return ""


def took_before(step: Step, process: Process, user) -> bool:
    """Was a step that this one is separated from taken by the person, or by or for somebody he acts for, on whichever
    line of the process? Then he is not waited for."""
    names = user.scope.identities(user.pk, process.site.code)
    return any(pk in names for earlier in step.not_by_actor_of for pk in process.actors.get(earlier, []))


def _reserved(step: Step, process: Process) -> str:
    code = step.region_for(process)
    region = process.site.village if code else None
    # A region that answers for a step holds the site: it is found on the way up, mostly fetched already.
    while region is not None and region.code != code:
        region = region.parent
    if region is None:
        return reserved_for(step.by)
    return _("Only %(roles)s of %(region)s may do this.") % {
        "roles": roles_in_words(step.by),
        "region": region.full_name,
    }


def may_start(flow: type[Process], site_code: str, user) -> Grant | None:
    """The grant under which the person may open a process of this kind at the site, or None."""
    grants = user.scope.grants_at(site_code, frozenset(flow.started_by))
    return grants[0] if grants else None
