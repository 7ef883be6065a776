"""What a person is told when his step was taken: that it was, what follows and whose it is, and the entry's number."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from workflows import permission, selectors
from workflows.awaited import awaited_at, deed_of
from workflows.models import Process
from workflows.owners import names_of, owners_at
from workflows.services.take_step import StepTaken
from workflows.step import Step

SHORT_HASH = 12


def receipt(process: Process, taken: Step, answer: StepTaken, user, *, draft: str) -> SafeString:
    """The receipt as HTML; ``process`` as it stands afterwards.

    ``draft``: the draft of these answers, which the browser forgets when it shows the receipt.
    """
    return format_html(
        '<span data-taken="{}">{}</span> {}<br><small>{}</small>',
        draft,
        taken.done or _("%(step)s: done.") % {"step": taken.label},
        " ".join([*_signed(taken, process, user), *_next(process, user)]),
        _("Entry #%(number)d · %(hash)s…") % {"number": answer.event_seq, "hash": answer.event_hash[:SHORT_HASH]},
    )


def _signed(taken: Step, process: Process, user) -> list[str]:
    giver = permission.acting_for(taken, process, user)
    return [_("Recorded as taken by %(actor)s for %(giver)s.") % {"actor": user, "giver": giver}] if giver else []


def _next(process: Process, user) -> list[str]:
    """What is awaited next and from whom, his own turn first."""
    if not process.is_open:
        return [_("The state is now “%(state)s”; nobody is waited for any more.") % {"state": process.state_label}]
    owners = owners_at(selectors.roles_from_here(process), [process.site.code])[process.site.code]
    steps = selectors.next_steps(process, user, owners=owners)
    own = [str(item.step.label) for item in steps if item.turn]
    # One deed can be awaited twice: for itself, and for another step that its absence stops.
    deeds = {deed_of(one, process): one for one in awaited_at(process)}
    nobody = _("nobody holds that office yet")
    others = [
        f"{deed.rstrip('.')} ({'; '.join(names_of(one.roles, owners, one.region)) or nobody})"
        for deed, one in deeds.items()
        # His own deed, or several of which each makes the same rule true.
        if deed not in (*own, ", ".join(own))
    ]
    sentences = [_("Next it is your turn: %(steps)s.") % {"steps": ", ".join(own)}] if own else []
    return sentences + ([_("Next: %(steps)s.") % {"steps": ", ".join(others)}] if others else [])
