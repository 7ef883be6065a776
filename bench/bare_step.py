"""The floor of a step: a lock, one django-fsm transition and one log row, in tables of their own."""

from django.db import connection, models, transaction
from django.utils import timezone
from django_fsm import FSMField, transition


class Bare(models.Model):
    """The least a state machine on Django can be."""

    state = FSMField(max_length=20, default="a")
    note = models.CharField(max_length=40, default="")

    class Meta:
        app_label = "workflows"
        db_table = "bench_bare"

    def __str__(self) -> str:
        return self.state

    @transition(field=state, source="a", target="b")
    def go(self) -> None:
        """Nothing but the state."""


class BareLog(models.Model):
    bare = models.ForeignKey(Bare, models.CASCADE)
    at = models.DateTimeField()
    who = models.CharField(max_length=40)
    data = models.JSONField()

    class Meta:
        app_label = "workflows"
        db_table = "bench_barelog"

    def __str__(self) -> str:
        return self.who


def bare_rows(count: int) -> list[int]:
    """Make the tables and that many rows waiting for their one transition; returns the rows' keys."""
    with connection.schema_editor() as editor:
        editor.create_model(Bare)
        editor.create_model(BareLog)
    return [row.pk for row in Bare.objects.bulk_create(Bare() for _ in range(count))]


def bare_step(pk: int) -> None:
    with transaction.atomic():
        row = Bare.objects.select_for_update().get(pk=pk)
        row.go()
        row.save(update_fields=["state"])
        BareLog.objects.create(bare=row, at=timezone.now(), who="bench", data={"to": "b"})
