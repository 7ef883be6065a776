"""``manage.py prepare_database``: extensions, migrations and data, each only where it is missing."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rollout.bootstrap import progress
from rollout.preparation import server, steps


class Command(BaseCommand):
    help = "Make the database ready: extensions, migrations, regions, sites and (locally) a demonstration."
    # The checks look at the whole project and take longer than the look into a database that is ready.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--data",
            choices=["demo", "real", "none"],
            default="demo" if settings.DEMO_ACCOUNTS_ALLOWED else "real",
            help="demo: everything (the default here); real: regions and sites alone; none: empty tables",
        )
        parser.add_argument(
            "--for-tests", action="store_true", help="only check that the tests can make their databases on this server"
        )

    def handle(self, *args: object, **options: object) -> None:
        try:
            if options["for_tests"]:
                server.check_for_tests(connection)
                return
            server.ensure_extensions(connection)
        except server.ServerError as error:
            raise CommandError(str(error)) from error
        self._migrate()
        steps.run(self._wanted(options["data"]), settings.BASE_DIR, progress, stdout=self.stdout, stderr=self.stderr)

    def _migrate(self) -> None:
        title = "Tables"
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            progress.up_to_date(title)
            return
        with progress.step(title):
            call_command("migrate", interactive=False, verbosity=0, stdout=self.stdout, stderr=self.stderr)

    def _wanted(self, data: str) -> list[steps.DataStep]:
        if data == "demo" and not settings.DEMO_ACCOUNTS_ALLOWED:
            raise CommandError("A demonstration is for trying the tracker out; production takes --data real or none.")
        return [step for step in steps.STEPS if data == "demo" or (data == "real" and not step.demonstration)]
