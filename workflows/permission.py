"""Who may take a step: role, region and separation. State and visibility are judged elsewhere, on purpose."""

from django.utils.translation import gettext as _

from accounts.roles import roles_in_words
from accounts.scope import Grant
from workflows.models import Process
from workflows.step import Step


def reserved_for(roles) -> str:
    """The sentence for a person who holds none of the roles at the place."""
    return _("Only %(roles)s of this region may do this.") % {"roles": roles_in_words(roles)}


def grant_for(step: Step, process: Process, user) -> Grant | None:
    """The assignment under which the person may take the step: the one with the narrowest region, or None."""
    grants = user.scope.grants_at(process.site.code, step.by)
    return grants[0] if grants else None


def objection(step: Step, process: Process, user) -> str:
    """Why the person may not take the step, in a sentence; "" when he may."""
    if grant_for(step, process, user) is None:
        return reserved_for(step.by)
    for earlier in step.not_by_actor_of:
        # What was done to a line of the process separates on that line only.
        of_line = process.steps[earlier].record is not None and step.record is not None
        actors = (process.item.actors if process.item else {}) if of_line else process.actors
        if user.pk in actors.get(earlier, []):
            return _("You took the step “%(step)s” yourself; somebody else must do this one.") % {
                "step": process.steps[earlier].label
            }
    return ""


def may_start(flow: type[Process], site_code: str, user) -> Grant | None:
    """The assignment under which the person may open a process of this kind at the site, or None."""
    grants = user.scope.grants_at(site_code, frozenset(flow.started_by))
    return grants[0] if grants else None
