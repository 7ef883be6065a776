"""``manage.py verify_ledger``: read every chain, name what is wrong, and print the one hash that proves the rest."""

import time
from collections.abc import Callable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gis_data.codes import InvalidCode
from sites.ledger import Audit
from sites.models import Site

_SECONDS_BETWEEN_LINES = 10


class Command(BaseCommand):
    help = "Check the ledger's hash chains; exit 1 and name every entry that was changed, taken away or reordered."

    def add_arguments(self, parser: CommandParser) -> None:
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--site", metavar="CODE", help="one site, e.g. 62.03.09.2001")
        place.add_argument("--region", metavar="CODE", help="the sites of one region, e.g. 62.03")
        parser.add_argument("--export", type=Path, metavar="FILE.zip", help="also write a bundle for an auditor")

    def handle(
        self, *args: object, site: str | None, region: str | None, export: Path | None, **options: object
    ) -> None:
        audit = Audit(self._sites(site, region), bundle=export, progress=self._progress())
        found = 0
        try:
            for problem in audit.problems():
                found += 1
                self.stdout.write(self.style.ERROR(problem))
        except OSError as error:
            raise CommandError(_("The bundle could not be written: %(error)s") % {"error": error}) from error
        self.stdout.write(_("root of all chain ends: %(root)s") % {"root": audit.root})
        summary = _("%(sites)d sites, %(entries)d entries, %(problems)d problems") % {
            "sites": audit.sites,
            "entries": audit.entries,
            "problems": found,
        }
        if export:
            self.stdout.write(_("Bundle written: %(file)s") % {"file": export})
        if found:
            raise CommandError(summary)
        self.stdout.write(self.style.SUCCESS(summary))

    def _progress(self) -> Callable[[int], None]:
        """A line now and then, on the error stream so that the output stays the result."""
        spoken = time.monotonic()

        def tell(entries: int) -> None:
            nonlocal spoken
            if time.monotonic() - spoken > _SECONDS_BETWEEN_LINES:
                spoken = time.monotonic()
                self.stderr.write(_("%(entries)d entries read …") % {"entries": entries})

        return tell

    def _sites(self, site: str | None, region: str | None):
        try:
            sites = Site.objects.within([region]) if region else Site.objects.all()
        except InvalidCode as error:
            raise CommandError(str(error)) from error
        if site:
            sites = sites.filter(code=site)
        if (site or region) and not sites.exists():
            raise CommandError(_("There is no site there."))
        return sites
