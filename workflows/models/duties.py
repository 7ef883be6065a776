"""Since when each step of a process is awaited: what comes up within a state has not waited since the state began."""

import datetime

from workflows.step import Step


class Duties:
    """The part of a process that knows when its duties began; the columns are ``Process``'s."""

    def since_of(self, declared: Step) -> datetime.datetime:
        """Since when the step is awaited: since the process came into its state, or since its duty began in it."""
        began = self.duties_since.get(declared.name)
        return datetime.datetime.fromisoformat(began) if began else self.state_since

    @property
    def waits_since(self) -> datetime.datetime:
        """Since when the step that has been awaited longest is awaited."""
        if not self.duties_since:
            return self.state_since
        steps = [declared for declared in self.steps_from_here() if declared.duty and declared.duty.holds(self)]
        return min(map(self.since_of, steps), default=self.state_since)

    def duties_held(self) -> set[str]:
        """The names of the steps from here that are awaited only at times, and are now."""
        return {
            declared.name
            for declared in self.steps_from_here()
            if declared.duty and declared.duty.conditional and declared.duty.holds(self)
        }

    def note_duties(self, before: set[str], at: datetime.datetime) -> bool:
        """Write down which duties began and ended with a step that kept the state; was there any?

        ``before``: the ``duties_held`` before it. What was raised of them before belongs to an earlier duty.
        """
        now = self.duties_held()
        if now == before:
            return False
        began = dict.fromkeys(sorted(now - before), at.astimezone(datetime.UTC).isoformat())
        self.duties_since = {name: since for name, since in self.duties_since.items() if name in now} | began
        turned = now ^ before
        self.escalations = {key: kept for key, kept in self.escalations.items() if key.split(":")[0] not in turned}
        return True
