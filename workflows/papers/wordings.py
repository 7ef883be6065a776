"""Which text a paper is set from: the nearest region's latest version, or the one that came with the product."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.roles import Role
from gis_data.models import Region
from workflows import permission
from workflows.owners import levels_of
from workflows.papers import filling
from workflows.papers.declaration import PaperKind, Told
from workflows.papers.drawing import draw
from workflows.papers.models import PaperTemplate
from workflows.papers.typeset import CannotBeSet
from workflows.refusals import Conflict, Invalid, NotPermitted

ADMIN = frozenset({Role.ADMIN})
LONGEST = 60_000
_SAMPLE_CODE = "AAAAAAAAAAAA"


def wording_for(kind: PaperKind, region_code: str) -> PaperTemplate:
    """The template that papers of that region are set from now."""
    levels = list(dict.fromkeys(levels_of(region_code)))
    found = {one.region_id: one for one in PaperTemplate.objects.filter(kind=kind.name, region__in=levels).newest()}
    return next((found[level] for level in levels if level in found), None) or _shipped(kind)


def _shipped(kind: PaperKind) -> PaperTemplate:
    """The product's own text, kept like every other, so that a paper names the very words it was set from."""
    shipped = PaperTemplate.objects.filter(kind=kind.name, region=None)
    latest = shipped.newest().first()
    if latest is not None and latest.source == kind.shipped:
        return latest
    made = PaperTemplate(
        kind=kind.name,
        version=latest.version + 1 if latest else 1,
        source=kind.shipped,
        made_at=timezone.now(),
    )
    # Two that come first at once write the same words; the constraint keeps one of them.
    PaperTemplate.objects.bulk_create([made], ignore_conflicts=True)
    return shipped.get(version=made.version)


def may_edit(user, region_code: str) -> bool:
    """Is the person the administrator of that region?"""
    return bool(user.scope.grants_at(region_code, ADMIN))


def save(*, kind: PaperKind, region: Region, source: str, note: str, read: int, actor) -> PaperTemplate:
    """Keep the text as the region's next version, from which its papers are set from now on.

    ``read``: the version of the region that was edited, 0 when it had none. Raises NotPermitted; Invalid with the
    sentence why it cannot be set; Conflict when somebody saved another version meanwhile.
    """
    if not may_edit(actor, region.code):
        raise NotPermitted(permission.not_held(ADMIN, region.code, actor))
    source = clean(source)
    try:
        sample(kind, source)
    except CannotBeSet as error:
        raise Invalid({"source": [str(error)]}) from error
    latest = PaperTemplate.objects.filter(kind=kind.name, region=region).aggregate(last=Max("version"))["last"] or 0
    overtaken = Conflict(_("Somebody saved another version of this text meanwhile. Read it, and edit that one."))
    if latest != read:
        raise overtaken
    try:
        with transaction.atomic():
            return PaperTemplate.objects.create(
                kind=kind.name,
                region=region,
                version=read + 1,
                source=source,
                note=note,
                made_by=actor,
                made_at=timezone.now(),
            )
    except IntegrityError as error:
        raise overtaken from error


def clean(source: str) -> str:
    """The text as it is kept. Raises Invalid when it is empty or too long."""
    source = source.replace("\r\n", "\n").replace("\x00", "").strip() + "\n"
    if len(source) < 2 or len(source) > LONGEST:
        raise Invalid({"source": [_("The text has 1 to %(max)d characters.") % {"max": LONGEST}]})
    return source


def sample(kind: PaperKind, source: str) -> bytes:
    """The text set with examples: each fact by its name, tables with two rows. Raises CannotBeSet."""
    today = timezone.localdate()
    with translation.override(filling.LANGUAGE):
        origin = _("example")
        facts = [Told(name, term, f"‹{term}›", origin) for name, term in filling.placeholders(kind).items()]
    head = filling.head(
        kind=kind,
        number=f"000/{kind.mark}/{today.year}",
        office=_("Example office"),
        dated=today,
        simulated=True,
        code=_SAMPLE_CODE,
    )
    rows = {name: [[f"‹{column}›" for column in "123456"]] for name in filling.lists_of(kind)}
    return draw(kind, source, head=head, told=facts, lists=rows, dated=today)
