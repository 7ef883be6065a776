"""Django's own sentences in the product's Indonesian."""

from gettext import GNUTranslations
from pathlib import Path

import django
import pytest
from django.utils import translation

from rollout.wording import PLURALS, SENTENCES

DJANGO = Path(django.__file__).parent


def test_no_sentence_is_said_as_django_says_it():
    with translation.override("id"):
        same = [sentence for sentence in SENTENCES if translation.gettext(sentence) in {sentence, _by_django(sentence)}]
    assert same == []


def test_what_a_form_asks_for_is_asked_shortly():
    with translation.override("id"):
        assert translation.gettext("This field is required.") == "Wajib diisi."


@pytest.mark.parametrize("sentence", PLURALS, ids=range(len(PLURALS)))
def test_numbers_stay_in_the_sentences(sentence):
    with translation.override("id"):
        said = sentence % {"limit_value": 7, "show_value": 9, "max": 7}
    assert "7" in said and "Ensure" not in said and "Pastikan" not in said


def _by_django(sentence: str) -> str:
    catalogues = [
        DJANGO / part / "locale/id/LC_MESSAGES/django.mo" for part in ("conf", "contrib/auth", "contrib/admin")
    ]
    said = sentence
    for catalogue in catalogues:
        with catalogue.open("rb") as file:
            said = GNUTranslations(file).gettext(said)
    return said
