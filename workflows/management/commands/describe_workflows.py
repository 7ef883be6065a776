"""``manage.py describe_workflows``: write the documentation of the workflows, or check that it is current."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from workflows import description, registry


class Command(BaseCommand):
    help = "Write docs/workflows.md and its diagrams from the declarations."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="write nothing; exit 1 when something is out of date")
        what.add_argument(
            "--edges", metavar="KIND", help="print the migration operations for a workflow's state changes"
        )
        parser.add_argument("--into", type=Path, default=settings.BASE_DIR / "docs", help="the folder (default: docs)")

    def handle(self, *args: object, check: bool, edges: str | None, into: Path, **options: object) -> None:
        if edges:
            self.stdout.write(self._edges(edges))
            return
        wanted = description.files()
        changed = [name for name, text in wanted.items() if not _holds(into / name, text)]
        surplus = [
            path for path in sorted((into / "workflows").glob("*.svg")) if f"workflows/{path.name}" not in wanted
        ]
        if check:
            stale = [*changed, *(f"workflows/{path.name}" for path in surplus)]
            if stale:
                raise CommandError(
                    _("Out of date: %(files)s. Run manage.py describe_workflows.") % {"files": ", ".join(stale)}
                )
            self.stdout.write(_("The description of the workflows is current."))
            return
        for name in changed:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            (into / name).write_text(wanted[name], encoding="utf-8")
        for path in surplus:
            path.unlink()
        self.stdout.write(
            _("%(count)d files written, %(same)d were current")
            % {"count": len(changed), "same": len(wanted) - len(changed)}
        )

    def _edges(self, kind: str) -> str:
        try:
            return description.edges_call(registry.flow(kind))
        except registry.UnknownKind as error:
            known = ", ".join(flow.kind_name for flow in registry.flows())
            raise CommandError(
                _("There is no workflow “%(kind)s”; there are: %(known)s.") % {"kind": kind, "known": known}
            ) from error


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text
