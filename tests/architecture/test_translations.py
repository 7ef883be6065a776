"""Every sentence stands in both languages, with the same places to fill in, and the compiled catalogue is current."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "id" / "LC_MESSAGES" / "django.po"
PLACE = re.compile(r"%(?:\([a-z_]+\))?[sd]|%\([a-z_]+\)\.\d+f|\{[a-z_]*\}|</?[a-z]+")


@pytest.fixture(scope="module")
def entries() -> list[polib.POEntry]:
    return list(polib.pofile(str(CATALOGUE)))


def test_the_catalogue_holds_what_the_code_says():
    call_command("messages", check=True)


def test_every_sentence_is_translated(entries):
    wrong = [entry.msgid for entry in entries if not entry.translated() or entry.fuzzy]
    assert not wrong, "\n".join(wrong)


def test_translations_keep_the_places_to_fill_in(entries):
    wrong = []
    for entry in entries:
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            wanted = {tuple(sorted(PLACE.findall(source))) for source in (entry.msgid, entry.msgid_plural) if source}
            if tuple(sorted(PLACE.findall(text))) not in wanted:
                wrong.append(f"{entry.msgid} → {text}")
    assert not wrong, "\n".join(wrong)


def test_the_compiled_catalogue_is_current(entries):
    def table(found) -> dict:
        return {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural for entry in found}

    assert table(polib.mofile(str(CATALOGUE.with_suffix(".mo")))) == table(entries)
