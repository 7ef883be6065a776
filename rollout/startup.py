"""Refusing to serve real people from a database that still holds a demonstration."""

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections


def unsafe_reasons() -> dict[str, str]:
    """What forbids production to start, by a short name, each as a sentence; empty when nothing does.

    Settings refuse what can be known without a database (``rollout.settings``); this asks the database, and only
    where demonstration accounts are not allowed. Raises DatabaseError when it cannot be asked.
    """
    if settings.DEMO_ACCOUNTS_ALLOWED:
        return {}
    reasons = {}
    demo = apps.get_model("accounts", "User").objects.filter(is_demo=True, is_active=True).count()
    if demo:
        reasons["demo_accounts"] = (
            f"The database holds active demonstration accounts ({demo}), whose passwords are published: "
            "deactivate or delete them first."
        )
    if apps.get_model("sites", "Event").objects.filter(simulated=True).exists():
        reasons["simulated_records"] = (
            "The database holds simulated records, which nobody may take for real ones: "
            "remove them first with `manage.py simulate_rollout --remove`."
        )
    return reasons


def refuse_unsafe() -> None:
    """Raise ImproperlyConfigured with every reason; called before the first request is served.

    The connection is closed again: a server forks its workers after this, and they must not share one.
    """
    try:
        reasons = unsafe_reasons()
    except DatabaseError as error:
        detail = str(error).strip().partition("\n")[0]
        raise ImproperlyConfigured(
            f"The database could not be checked for demonstration accounts and simulated records ({detail}). "
            "Is it running, and has `manage.py migrate` been run?"
        ) from error
    finally:
        connections.close_all()
    if reasons:
        raise ImproperlyConfigured(" ".join(reasons.values()))
