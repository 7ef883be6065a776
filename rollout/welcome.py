"""What the local server says when it is ready: its address, one login per role, and that the data are simulated."""

from io import StringIO

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections


def welcome(address: str) -> str:
    """The text, ending in a line break; logins and the notice appear when the database holds a demonstration."""
    lines = ["", f"The tracker is ready: http://{address}", *_demonstration(), "Ctrl-C ends it.", ""]
    return "\n".join(lines) + "\n"


def _demonstration() -> list[str]:
    try:
        if not apps.get_model("accounts", "User").objects.filter(is_demo=True, is_active=True).exists():
            return []
        logins = StringIO()
        call_command("demo_accounts", "--list", stdout=logins)
        lines = ["", "Log in as:", logins.getvalue().rstrip("\n"), ""]
        if apps.get_model("sites", "Event").objects.filter(simulated=True).exists():
            lines.append("The progress shown is simulated; `manage.py simulate_rollout --remove` takes it away.")
        return lines
    except (DatabaseError, CommandError) as error:
        return [f"(The demonstration accounts could not be listed: {error})"]
    finally:
        connections.close_all()  # the workers fork after this and must not share a connection
