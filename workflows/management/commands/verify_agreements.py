"""Check the record of agreements: every chain whole, every entry as it was written; or export it for an auditor."""

import json
import zipfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sites import chain
from workflows.coordination import trail
from workflows.coordination.models import Agreement


class Command(BaseCommand):
    help = "Check the record of agreements; --export also writes it with the stand-alone verifier."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--export", type=Path, metavar="FILE", help="write a zip with the entries and the verifier")

    def handle(self, *args: object, **options) -> None:
        if options["export"]:
            _export(options["export"])
            self.stdout.write(_("Bundle written: %(file)s") % {"file": options["export"]})
        found = 0
        for problem in trail.problems():
            found += 1
            self.stderr.write(problem)
        summary = _("%(agreements)d agreements, %(problems)d problems") % {
            "agreements": Agreement.objects.count(),
            "problems": found,
        }
        if found:
            raise CommandError(summary)
        self.stdout.write(self.style.SUCCESS(summary))


def _export(path: Path) -> None:
    ends = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        with bundle.open("events.jsonl", "w") as lines:
            for agreement in Agreement.objects.order_by("pk"):
                ends[agreement.chain_name] = trail.end(agreement)
                for entry in trail.entries(agreement):
                    lines.write(json.dumps(entry, ensure_ascii=False, sort_keys=True).encode() + b"\n")
        bundle.writestr("heads.json", json.dumps(ends, indent=1))
        bundle.write(chain.__file__, "verify.py")
