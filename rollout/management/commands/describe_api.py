"""Bring docs/api.md up to date with the API as it is."""

from django.core.management.base import BaseCommand

from rollout.api import reference


class Command(BaseCommand):
    """Writes the part between the marks; what stands around them is written by hand."""

    help = "Bring docs/api.md up to date with the API as it is."

    def handle(self, *args, **options) -> None:
        text = reference.page()
        changed = text != reference.PAGE.read_text(encoding="utf-8")
        reference.PAGE.write_text(text, encoding="utf-8")
        self.stdout.write("docs/api.md was brought up to date." if changed else "docs/api.md is current.")
