"""What the register says of the asset that a paper is about."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sites.money import in_rupiah
from workflows.figures import day
from workflows.papers.declaration import Told
from workflows.papers.parties import government

NAMES = tuple(f"asset_{what}" for what in ("owner", "card", "number", "description", "area", "value", "year"))


def of_asset(process) -> list[Told]:
    """The asset of a loan or a grant, each fact with the source and the day the register has it from."""
    asset = process.asset
    origin = _("%(source)s, as of %(date)s") % {"source": asset.source, "date": day(asset.as_of)}
    area = number_format(asset.area_m2, use_l10n=True, force_grouping=True) if asset.area_m2 else ""
    facts = {
        "asset_owner": (_("Owner government"), government(asset.owner)),
        "asset_card": (_("Inventory card"), str(asset.get_kind_display())),
        "asset_number": (_("KIB number"), asset.kib_number),
        "asset_description": (_("Description"), asset.description),
        "asset_area": (_("Area (m²)"), area),
        "asset_value": (_("Acquisition value"), in_rupiah(asset.value)),
        "asset_year": (_("Year of acquisition"), str(asset.acquired_year)),
    }
    return [Told(name, term, value, origin) for name, (term, value) in facts.items()]
