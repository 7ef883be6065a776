"""System checks over the declarations: what must never reach a user stops the program from starting."""

from django.contrib.gis.db.models import GeometryField
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField, Model

from accounts.roles import Role
from workflows import registry
from workflows.models import Process
from workflows.step import Step

# Who can be somebody: time is nobody.
_PEOPLE = frozenset(Role) - {Role.CLOCK}


@register(Tags.models)
def check_workflows(**kwargs) -> list[CheckMessage]:
    """Unreachable states, dead ends, unknown names, rules that bind nobody: errors; no term, no help: warnings."""
    return [error for flow in registry.flows() for error in [*_states(flow), *_steps(flow)]]


def _states(flow: type[Process]) -> list[Error]:
    errors = []
    states, edges = set(flow.State.values), registry.edges(flow)
    named = {state for pair in edges for state in pair if state}
    for state in sorted(named - states):
        errors.append(_error(flow, f"a step names the state “{state}”, which is not declared", "E001"))
    reachable, frontier = set(), {str(flow.initial)}
    while frontier:
        reachable |= frontier
        frontier = {target for source, target in edges if source in frontier} - reachable
    for state in sorted(states - reachable):
        errors.append(_error(flow, f"no step leads to the state “{state}”", "E002"))
    left = {source for source, _target in edges}
    for state in sorted(states - left - {str(final) for final in flow.final}):
        errors.append(_error(flow, f"no step leaves the state “{state}”, and it is not final", "E003"))
    left_by_people = {
        source
        for step in flow.steps.values()
        if step.by & _PEOPLE
        for source in step.sources
        if step.targets - {source}
    }
    for state in sorted(states & left - left_by_people - {str(final) for final in flow.final}):
        errors.append(_error(flow, f"nobody there is can leave the state “{state}”", "E017"))
    return errors


def _steps(flow: type[Process]) -> list[CheckMessage]:
    errors = _slots(flow)
    if not flow.started_by:
        errors.append(_error(flow, "nobody may start it (started_by)", "E004"))
    for name, declared in flow.steps.items():
        asked_of = declared.record.model if declared.record else flow
        for field in declared.fields:
            try:
                asked_of._meta.get_field(field)
            except FieldDoesNotExist:
                errors.append(_error(flow, f"step {name} asks for “{field}”, which is no column", "E005"))
        errors += [*_line(flow, declared), *_place(flow, declared)]
        for earlier in declared.not_by_actor_of:
            if earlier not in flow.steps:
                errors.append(_error(flow, f"step {name} is separated from “{earlier}”, which is no step", "E006"))
        if declared.by - set(Role):
            errors.append(_error(flow, f"step {name} names a role that does not exist", "E007"))
        errors += _words(flow, declared)
        errors += _separation(flow, declared)
        errors += _term(flow, declared)
        errors += _day(flow, declared)
        errors += _bulk(flow, declared)
        errors += _offline(flow, declared)
        errors += _undoing(flow, declared)
        codes = [guard.code for guard in (*declared.guards, *declared.warnings)]
        if len(codes) != len(set(codes)):
            errors.append(_error(flow, f"step {name} names a guard twice", "E008"))
        for warning in declared.warnings:
            if warning.waivable:
                errors.append(_error(flow, f"step {name}: warning {warning.code} blocks nothing to waive", "E010"))
        for guard in declared.guards:
            if guard.waivable_by and not guard.waivable_by & declared.by:
                sentence = f"step {name}: guard {guard.code} is waivable only by roles that cannot take it"
                errors.append(_error(flow, sentence, "E009"))
            if (guard.waivable_by | guard.owners) - _PEOPLE:
                sentence = f"step {name}: guard {guard.code} names a role that nobody can hold"
                errors.append(_error(flow, sentence, "E014"))
    return errors


def _words(flow: type[Process], declared: Step) -> list[CheckMessage]:
    """Whoever may take a step reads what it is called, what each of its rules asks, and should read what it means."""
    wordless = [f"guard {guard.code}" for guard in (*declared.guards, *declared.warnings) if not guard.label]
    if not declared.label:
        wordless.append("its label")
    found = [_error(flow, f"step {declared.name}: {what} says nothing", "E015") for what in wordless]
    # Nobody reads what time does before it is done.
    if not declared.help and declared.by & _PEOPLE:
        found.append(_warning(flow, f"step {declared.name} does not say what it means (help=…)", "W002"))
    return found


def _separation(flow: type[Process], declared: Step) -> list[Error]:
    """Two steps about lines are separated on the same line: one that is new, or of another kind, knows no actors."""
    if declared.record is None:
        return []
    earlier = [flow.steps[name] for name in declared.not_by_actor_of if name in flow.steps]
    vain = [
        step.name
        for step in earlier
        if step.record is not None and (declared.record.adds or step.record.model is not declared.record.model)
    ]
    return [
        _error(flow, f"step {declared.name} is separated from {name}, which happens on another line", "E016")
        for name in vain
    ]


def _term(flow: type[Process], declared: Step) -> list[Warning]:
    """Where somebody is waited for without a term, nothing is ever late: allowed, but hardly meant."""
    if declared.duty is None or declared.within is not None:
        return []
    return [_warning(flow, f"step {declared.name} awaits somebody without a term (within=…)", "W001")]


def _slots(flow: type[Process]) -> list[Error]:
    """A slot's name means one thing: files are found again by it."""
    errors, known = [], {}
    for name, declared in flow.steps.items():
        for slot in declared.evidence:
            if known.setdefault(slot.name, slot) != slot:
                errors.append(_error(flow, f"step {name} declares the slot {slot.name} anew, and otherwise", "E011"))
    return errors


def _day(flow: type[Process], declared: Step) -> list[Error]:
    """What time takes is due on a day: a date of the process, or of the line the step changes."""
    if declared.due is None:
        return []
    model = declared.record.model if declared.record and not declared.record.adds else flow
    try:
        column = model._meta.get_field(declared.due.column)
    except FieldDoesNotExist:
        column = None
    if isinstance(column, DateField) and not isinstance(column, DateTimeField):
        return []
    return [_error(flow, f"step {declared.name} is due on “{declared.due.column}”, which is no date", "E012")]


def _bulk(flow: type[Process], declared: Step) -> list[Error]:
    """One answer for many holds nothing that is true of one alone."""
    if not declared.bulk:
        return []
    errors = []
    if declared.record or declared.reasons or declared.due or declared.tone == "stop":
        errors.append(_error(flow, f"step {declared.name} is about one case and cannot be bulk", "E013"))
    for slot in declared.evidence:
        if slot.minimum > 1 or slot.located or slot.accepts != "document":
            errors.append(_error(flow, f"step {declared.name}: slot {slot.name} takes no paper for many", "E013"))
    for name in _looked_up(flow, declared):
        errors.append(_error(flow, f"step {declared.name} asks for “{name}”, which is of one case", "E013"))
    return errors


def _offline(flow: type[Process], declared: Step) -> list[Error]:
    """What is captured without a signal is what was seen: no decision by letter, and nothing that is looked up."""
    if not declared.offline:
        return []
    asked_of = declared.record.model if declared.record else flow
    if not _looked_up(asked_of, declared) and not declared.letter and declared.by & _PEOPLE:
        return []
    return [_error(flow, f"step {declared.name} cannot be captured without a signal", "E019")]


def _looked_up(model: type[Model], declared: Step) -> list[str]:
    """The asked columns of the model that are drawn, or chosen among other rows."""
    return [
        column.name
        for column in model._meta.get_fields()
        if column.name in declared.fields and (column.is_relation or isinstance(column, GeometryField))
    ]


def _undoing(flow: type[Process], declared: Step) -> list[Error]:
    """What takes a decision back belongs to whoever decided, leads back to where it began, has a term and a reason."""
    if not declared.undoes:
        return []
    undone = flow.steps.get(declared.undoes)
    wrong = (
        undone is None
        or (declared.by, declared.at, declared.sources) != (undone.by, undone.at, undone.targets)
        or not declared.targets <= undone.sources
        or undone.record is not None
        or declared.within is None
        or not declared.reasons
    )
    sentence = f"step {declared.name} does not take “{declared.undoes}” back as it was taken"
    return [_error(flow, sentence, "E018")] if wrong else []


def _line(flow: type[Process], declared: Step) -> list[Error]:
    """A step that changes a line starts from states that line can have."""
    if declared.record is None:
        return []
    states = set(declared.record.model.State.values) if declared.record.model.State else {""}
    named = declared.record.sources | ({declared.record.target} if declared.record.target else set())
    return [
        _error(flow, f"step {declared.name} names the line's state “{state}”, which is not declared", "E010")
        for state in sorted(named - states)
    ]


def _place(flow: type[Process], declared: Step) -> list[Error]:
    """The region whose role it is stands in a column of the process."""
    columns = {column.name for column in flow._meta.get_fields()}
    if not declared.at or declared.at in columns:
        return []
    return [_error(flow, f"step {declared.name} is taken at “{declared.at}”, which is no column", "E012")]


def _error(flow: type[Process], sentence: str, code: str) -> Error:
    return Error(f"{flow.kind_name}: {sentence}.", obj=flow, id=f"workflows.{code}")


def _warning(flow: type[Process], sentence: str, code: str) -> Warning:
    return Warning(f"{flow.kind_name}: {sentence}.", obj=flow, id=f"workflows.{code}")
