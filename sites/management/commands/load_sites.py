"""``manage.py load_sites [62 …|--all]``: one site for every village of the regions, at an estimated position."""

import time

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gis_data.codes import COUNTRY, InvalidCode, outermost
from gis_data.datasets import REGIONS
from gis_data.models import Region
from sites.authorship import Authorship
from sites.services import register_villages
from sites.statistics import refresh_statistics


class Command(BaseCommand):
    help = "Register one site for every loaded village that has none yet (default: province 62)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="*", metavar="CODE", help="regions to register, e.g. 62 63.71")
        parser.add_argument("--all", action="store_true", help="every loaded village")

    def handle(self, *args: object, codes: list[str], **options: object) -> None:
        started = time.monotonic()
        added = unchanged = 0
        without_point: list[str] = []
        for region in self._portions([COUNTRY] if options["all"] else codes or ["62"]):
            villages = list(Region.objects.villages().within(region.code).order_by("code"))
            pointless = [village.code for village in villages if village.point is None]
            new = register_villages(
                villages,
                by=Authorship.system("load_sites"),
                source=REGIONS.source,
                as_of=REGIONS.as_of,
            )
            added += new
            unchanged += len(villages) - len(pointless) - new
            without_point += pointless
            self.stdout.write(
                _("%(region)s: %(villages)d villages, %(added)d sites added")
                % {"region": region.full_name, "villages": len(villages), "added": new}
            )
        if added:
            refresh_statistics()
        self.stdout.write(
            _("added %(added)d, unchanged %(unchanged)d, without a point %(pointless)d")
            % {"added": added, "unchanged": unchanged, "pointless": len(without_point)}
        )
        if without_point:
            self.stdout.write(_("No site without a point: %(codes)s") % {"codes": _shortened(without_point)})
        self.stdout.write(self.style.SUCCESS(_("Done in %(s).1f s.") % {"s": time.monotonic() - started}))

    def _portions(self, codes: list[str]) -> list[Region]:
        """The regions to go through one by one, each its own transaction: the provinces, or the narrower ones named."""
        try:
            wanted = outermost(codes)
        except InvalidCode as error:
            raise CommandError(str(error)) from error
        if wanted == [COUNTRY]:
            return list(Region.objects.provinces().order_by("code"))
        found = {region.code: region for region in Region.objects.filter(code__in=wanted)}
        missing = [code for code in wanted if code not in found]
        if missing:
            raise CommandError(
                _("Not loaded: %(codes)s. Load the regions first: manage.py load_regions %(arguments)s")
                % {"codes": ", ".join(missing), "arguments": " ".join(missing)}
            )
        return [found[code] for code in wanted]


def _shortened(codes: list[str], shown: int = 20) -> str:
    return ", ".join(codes[:shown]) + (" …" if len(codes) > shown else "")
