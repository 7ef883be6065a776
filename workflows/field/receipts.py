"""What the receipt of an item says, in a sentence."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.field.models import FieldFile, FieldItem


def of_person(person) -> QuerySet[FieldItem]:
    """The items a person sent, with their files."""
    return FieldItem.objects.filter(sender=person).prefetch_related("files")


def files_of(item: FieldItem) -> list[FieldFile]:
    """The files of the item, in the order they were declared."""
    rows = item.files.all() if item.in_hand is None else item.in_hand
    return sorted(rows, key=lambda row: row.pk)


def sentence(item: FieldItem) -> str:
    """What became of the item; for one that waits or was not taken, why."""
    if item.status == FieldItem.Status.BACKLOG:
        count = len(item.awaits)
        said = ngettext(
            "Kept. It waits for %(count)d report that has not arrived.",
            "Kept. It waits for %(count)d reports that have not arrived.",
            count,
        )
        return said % {"count": count}
    if item.status == FieldItem.Status.TAKEN:
        return _("Received and recorded.")
    if item.status == FieldItem.Status.CONFLICT:
        return _("Kept. The office has to decide: %(why)s") % {"why": item.sentence}
    return item.sentence
