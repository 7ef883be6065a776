"""System checks for ``manage.py check --deploy``: the same rules that start-up enforces."""

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from rollout.startup import unsafe_reasons

_IDS = {"demo_accounts": "rollout.E001", "simulated_records": "rollout.E002"}


@register(Tags.security, deploy=True)
def no_demonstration_in_production(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """rollout.E001: active demonstration accounts; E002: simulated records; E003: the database cannot be asked."""
    try:
        reasons = unsafe_reasons()
    except DatabaseError as error:
        detail = str(error).strip().partition("\n")[0]
        return [Error(f"The database could not be asked: {detail}", id="rollout.E003")]
    return [Error(sentence, id=_IDS[name]) for name, sentence in reasons.items()]
