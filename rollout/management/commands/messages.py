"""``messages``: collect the sentences of the code into the Indonesian catalogue and compile it."""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test import override_settings

LANGUAGE = "id"
CATALOGUE = Path(LANGUAGE) / "LC_MESSAGES" / "django.po"
_ELSEWHERE = [".venv/*", "var/*", "tests/*", "bench/*", "rollout/locale"]


class Command(BaseCommand):
    help = "Collect and compile the translations; --check exits 1 when the catalogue is not what the code says."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, only compare")

    def handle(self, *args, check: bool, **options) -> None:
        kept = Path(settings.LOCALE_PATHS[0])
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / "locale"
            shutil.copytree(kept, fresh)
            collect(fresh)
            if check:
                if sentences(fresh / CATALOGUE) != sentences(kept / CATALOGUE):
                    raise CommandError("The catalogue is not current: run `make messages` and translate what is new.")
                self.stdout.write("The catalogue is current.")
                return
            shutil.copy(fresh / CATALOGUE, kept / CATALOGUE)
        call_command("compilemessages", locale=[LANGUAGE], ignore=[".venv/*", "var/*"], verbosity=0)
        self.stdout.write(f"Collected and compiled {kept / CATALOGUE}.")


def collect(locale: Path) -> None:
    """Bring the catalogue under ``locale`` up to date with the code; translations that are there stay."""
    with override_settings(LOCALE_PATHS=[str(locale)]):
        call_command(
            "makemessages",
            locale=[LANGUAGE],
            ignore_patterns=_ELSEWHERE,
            add_location="file",
            no_wrap=True,
            no_obsolete=True,
            verbosity=0,
        )


def sentences(catalogue: Path) -> set[str]:
    """The messages a catalogue asks for, without their translations or places."""
    text = catalogue.read_text(encoding="utf-8").replace('"\n"', "")
    return {line for line in text.splitlines() if line.startswith(("msgid ", "msgid_plural ", "msgctxt "))}
