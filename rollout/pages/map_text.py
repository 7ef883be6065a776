"""The sentences the map's script says, in the reader's language; ``{name}`` is filled in by the script."""

from django.utils.translation import gettext as _


def map_text() -> dict[str, str | dict[str, str]]:
    """Sentences by name; an entry with ``one`` and ``other`` depends on the number ``{count}``."""
    return {
        # What is shown
        "all_sites": {"one": _("{count} site"), "other": _("{count} sites")},
        "some_sites": {"one": _("{count} of {total} sites"), "other": _("{count} of {total} sites")},
        "as_of": _("As of {time} WIB"),
        "as_of_day": _("As of the end of {day}"),
        "on_now": _("As things stand today"),
        "on_day": _("State of {day} – not today"),
        "play": _("Play"),
        "pause": _("Pause"),
        "progress": _("Progress"),
        "waiting": _("Waiting"),
        "no_progress": _("Not being built"),
        "not_waiting": _("Nobody is waited for"),
        "days_between": _("{from}–{to} days"),
        "days_from": _("{from} days or more"),
        "percent_below": _("below {to}%"),
        "percent_from": _("at least {from}%"),
        "regencies": {"one": _("{count} regency"), "other": _("{count} regencies")},
        "no_flag": _("Without a flag"),
        "place": _("{district}, {regency}"),
        "district_of": _("District in {regency}"),
        "regency": _("Regency or city"),
        "waiting_days": {"one": _("waiting for {count} day"), "other": _("waiting for {count} days")},
        "range": _("{from}–{to} of {total}"),
        "no_process": _("Not started"),
        # Filters and search
        "any_regency": _("All regencies and cities"),
        "any_regency_of": _("All regencies and cities of province {province}"),
        "any_district": _("All districts"),
        "any_stage": _("All stages"),
        "any_workflow": _("Any workflow"),
        "any_state": _("Any state"),
        "any_flag": _("With and without flags"),
        "flagged": _("With any flag"),
        "several": {"one": _("{count} chosen"), "other": _("{count} chosen")},
        "nothing_found": _("No site or region has this name or code."),
        # When something is missing
        "empty_scope": _("There is no site in your area of work yet."),
        "no_such_site": _("The site of this link does not exist, or lies outside your area of work."),
        "no_such_site_then": _("The site of this link was not registered or not open on this day."),
        "show_today": _("Show today’s state"),
        "no_match": _("No site matches these filters."),
        "reset": _("Show all sites"),
        "retry": _("Try again"),
        "log_in": _("Log in"),
        "logged_out": _("You are not logged in any more. Log in to see the map."),
        "offline": _("The server cannot be reached. Check the connection and try again."),
        "failed": _("The server could not send the map. Try again in a moment."),
        "stale": _("No connection. The map shows the state of {time} WIB."),
        "panel_offline": _("The server cannot be reached, so the site’s details are not shown."),
        "panel_failed": _("The site’s details could not be shown."),
        # The map's own controls and credits
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "credit_land": _("Land: {source}"),
        "credit_approximate": _("Boundaries: approximate, not official"),
        "credit_official": _("Boundaries: {source}"),
    }
