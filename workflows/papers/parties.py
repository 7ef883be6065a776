"""Who stands on the two sides of a paper: governments and bodies, never people."""

from django.utils.translation import gettext as _

from gis_data.models import Region
from workflows.assets.vocabulary import Party


def village_government(process) -> str:
    """The government of the desa or kelurahan of the process's site."""
    return government(process.site.village)


def government(region: Region) -> str:
    """The government of that region."""
    return _("Government of %(region)s") % {"region": region.full_name}


def owner(process) -> str:
    """The government in whose books the asset of an instrument stands."""
    return government(process.asset.owner)


def borrower(process) -> str:
    """To whom an asset is lent, as the request names it."""
    return body(process.borrower_kind, process.borrower_name)


def recipient(process) -> str:
    """To whom an asset is granted, as the request names it."""
    return body(process.recipient_kind, process.recipient_name)


def body(kind: str, name: str) -> str:
    """The body by its name; of one that is neither a government nor a cooperative only that, for it may be a person."""
    if kind == Party.OTHER or not name:
        return str(dict(Party.choices).get(kind, ""))
    return name


def cooperative(process) -> str:
    """The cooperative of the process's site; "" as long as none is registered there."""
    return process.site.cooperative.name if process.site.cooperative else ""
