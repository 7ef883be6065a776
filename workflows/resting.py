"""Which processes rest on a record outside them: found from the foreign keys that workflows declare."""

from django.db.models import Model

from workflows import registry
from workflows.models import Process


def columns_of(flow: type[Process], model: type[Model]) -> list[str]:
    """The foreign keys of the workflow to that model."""
    return [field.name for field in flow._meta.local_fields if field.related_model is model]


def processes_on(record: Model) -> list[Process]:
    """Every process that names the record, oldest first, with its site; one query per workflow that can."""
    found = [
        process
        for flow in registry.flows()
        for column in columns_of(flow, type(record))
        for process in flow.objects.filter(**{column: record}).select_related("site")
    ]
    return sorted(found, key=lambda process: process.pk)
