"""``manage.py verify_read_model``: compare what the map shows of each site with what its processes say, or renew it."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from gis_data.codes import InvalidCode
from sites.models import Site
from workflows import read_model
from workflows.models import Process


class Command(BaseCommand):
    help = "Check every site's read-model against its processes; exit 1 and name what differs, or renew it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", metavar="CODE", help="the sites of one region, e.g. 62.03")
        parser.add_argument("--renew", action="store_true", help="derive anew what differs instead of failing")

    def handle(self, *args: object, region: str | None, renew: bool, **options: object) -> None:
        try:
            sites = Site.objects.within([region]) if region else Site.objects.all()
        except InvalidCode as error:
            raise CommandError(str(error)) from error
        if renew:
            begun = sites.filter(Exists(Process.objects.filter(site=OuterRef("pk"))) | ~Q(processes={}))
            changed = read_model.renew(begun.values_list("code", flat=True))
            self.stdout.write(_("%(sites)d sites, %(count)d renewed") % {"sites": sites.count(), "count": changed})
            return
        found = 0
        for difference in read_model.differences(sites):
            found += 1
            self.stdout.write(self.style.ERROR(difference))
        summary = _("%(sites)d sites, %(count)d differences") % {"sites": sites.count(), "count": found}
        if found:
            raise CommandError(summary)
        self.stdout.write(self.style.SUCCESS(summary))
