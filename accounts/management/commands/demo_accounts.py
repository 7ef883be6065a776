"""``manage.py demo_accounts``: make the demonstration accounts, list them, or remove them."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts import demo


class Command(BaseCommand):
    help = "Make one demonstration account per role (never in production); --list prints the logins."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--list", action="store_true", help="print username, role, office and password")
        what.add_argument("--remove", action="store_true", help="delete every demonstration account")

    def handle(self, *args: object, **options: object) -> None:
        try:
            if options["list"]:
                self._list()
            elif options["remove"]:
                self.stdout.write(_("%(count)d demonstration accounts removed") % {"count": demo.remove()})
            else:
                self.stdout.write(_("%(count)d demonstration accounts ready") % {"count": demo.create_logins()})
        except demo.DemoRefused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _list(self) -> None:
        logins = demo.logins()
        if not logins:
            self.stdout.write(_("There are no demonstration accounts."))
            return
        head = (_("Username"), _("Role"), _("Office"), _("Password"))
        rows = [head, *((*login, demo.PASSWORD) for login in logins)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
