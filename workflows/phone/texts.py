"""The sentences of the phone's app, in the language in force; ``{name}`` is filled in by the app."""

from django.utils.translation import gettext as _

Sentence = str | dict[str, str]


def texts() -> dict[str, Sentence]:
    """Sentences by name; an entry with ``one`` and ``other`` depends on the number ``{count}``."""
    return {**_frame(), **_enrolment(), **_places(), **_form(), **_outbox(), **_settings()}


def _frame() -> dict[str, Sentence]:
    return {
        "back": _("Back"),
        "tabs": _("Main"),
        "tab_sites": _("Sites"),
        "tab_map": _("Map"),
        "tab_outbox": _("Reports"),
        "tab_more": _("More"),
        "as_of": _("As of {time} WIB"),
        "yes": _("Yes"),
        "status_all": _("Everything has arrived at the office."),
        "status_asking": {
            "one": _("{count} report needs you. Tap to see it."),
            "other": _("{count} reports need you. Tap to see them."),
        },
        "status_sending": {"one": _("Sending {count} report…"), "other": _("Sending {count} reports…")},
        "status_waiting": {
            "one": _("{count} report is not sent completely."),
            "other": _("{count} reports are not sent completely."),
        },
        "status_offline": {
            "one": _("No signal. {count} report is safe on this phone."),
            "other": _("No signal. {count} reports are safe on this phone."),
        },
        "clock_off": _(
            "The clock of this phone is wrong. Reports keep its time; set it right in the phone’s settings."
        ),
    }


def _enrolment() -> dict[str, Sentence]:
    return {
        "insecure_title": _("Open with https"),
        "insecure": _("This app does not work on an address without https."),
        "insecure_why": _("Only on a protected connection may a phone keep reports, take positions and encrypt."),
        "insecure_do": _("Open it here instead:"),
        "insecure_else": _("If that does not open, ask your office for the address that begins with https://."),
        "enrol_title": _("Enrol this phone"),
        "enrol_help": _(
            "Ask your office to show you a code: in the menu under Phones. Scan its picture, or type it here."
            " This needs a signal once; after that you can work without one."
        ),
        "phone_name": _("Name of this phone"),
        "phone": _("Phone"),
        "code": _("Code"),
        "username": _("Username"),
        "password": _("Password"),
        "with_password": _("Use my user name and password instead"),
        "with_code": _("Use a code instead"),
        "enrol": _("Enrol"),
        "enrolling": _("Asking the office…"),
        "no_connection": _("The server cannot be reached. Go where there is a signal and try again."),
        "revoked_kept": {
            "one": _("{count} report on this phone is not lost. Enrol again and it will be sent."),
            "other": _("{count} reports on this phone are not lost. Enrol again and they will be sent."),
        },
        "pin_title": _("PIN of this app"),
        "pin_help": _(
            "It keeps others from reporting in your name with this phone. It does not encrypt what is stored: use the"
            " screen lock of the phone too."
        ),
        "pin_new": _("New PIN (4 to 8 digits)"),
        "pin_again": _("The same PIN again"),
        "pin_keep": _("Keep this PIN"),
        "pin_without": _("Go on without a PIN"),
        "pin_length": _("A PIN has 4 to 8 digits."),
        "pin_differs": _("The two are not the same."),
        "locked": _("Locked"),
        "pin": _("PIN"),
        "pin_open": _("Open"),
        "pin_wrong": _("This PIN is not right."),
        "pin_wait": {"one": _("Wait {count} second."), "other": _("Wait {count} seconds.")},
        "pin_forgotten": _("Forgotten? What is on the phone stays; ask your office."),
    }


def _places() -> dict[str, Sentence]:
    return {
        "search_sites": _("Name of a village"),
        "more_sites": {
            "one": _("{count} site found. Type more of its name."),
            "other": _("{count} sites found. Type more of the name."),
        },
        "nothing_found": _("No site has this name."),
        "no_sites": _("No site is on this phone yet."),
        "no_pack": _("The sites come with the first signal."),
        "draft_here": _("A report is begun here"),
        "no_such_site": _("This site is not on this phone. It may lie outside your regions."),
        "awaited": _("Awaited: {what}"),
        "from_this_phone": _("From this phone"),
        "go_on": _("Go on: {step}"),
        "ahead_begun": _("Begun on this phone. The office does not know it yet."),
        "ahead_reported": _("You reported “{step}” on this phone. The office does not know it yet."),
        "ahead_go_on": _("You can go on; the office takes it in this order."),
        "ahead_wait": _("What comes next is shown here as soon as the office has received it."),
        "start": _("Begin: {kind}"),
        "towards": _("to the {direction} ({degrees}°)"),
        "towards_plot": _("to the {direction} ({degrees}°), to the edge of the plot"),
        "on_plot": _("You are on the plot."),
        "site_accuracy": _("The site itself is known to within {metres}."),
        "direction_n": _("north"),
        "direction_ne": _("north-east"),
        "direction_e": _("east"),
        "direction_se": _("south-east"),
        "direction_s": _("south"),
        "direction_sw": _("south-west"),
        "direction_w": _("west"),
        "direction_nw": _("north-west"),
        "position_searching": _("Looking for the position. Under the open sky it is found sooner."),
        "position_forbidden": _("The phone does not let this app know its position. Allow it in the phone’s settings."),
        "position_known": _("Position known to within {metres}."),
        "map_label": {"one": _("Map with {count} site"), "other": _("Map with {count} sites")},
        "map_boundaries": _("Boundaries are approximate, not official."),
        "zoom_in": _("Larger"),
        "zoom_out": _("Smaller"),
        "to_me": _("Where am I"),
    }


def _form() -> dict[str, Sentence]:
    return {
        "optional": _("(if known)"),
        "today": _("Today"),
        "my_position": _("My position"),
        "which_line": _("Which one is it?"),
        "line_of_phone": _("The one from this phone: {step}"),
        "reason": _("Reason"),
        "reason_text": _("In your own words"),
        "photos_of": _("{have} taken, at least {asked} asked for"),
        "photo_coming": _("Making it smaller…"),
        "take_photo": _("Take a photo"),
        "choose_photo": _("Choose"),
        "remove": _("Remove"),
        "remove_photo": _("Remove this photo"),
        "no_room": _("The phone has no room left. Send what is waiting, or remove other files from the phone."),
        "no_picture": _("This file is no picture that can be read."),
        "no_position": _("Without a position"),
        "accuracy": _("±{metres}, {seconds} s old"),
        "from_plot": _("{metres} from the plot"),
        "draft_saved": _("Kept on this phone at {time}"),
        "draft_found": _("Your answers of {time}"),
        "send": _("Send the report"),
        "send_anyway": _("Send it all the same"),
        "discard": _("Discard"),
        "discard_sure": _("Discard these answers and photos?"),
        "advice": _("What the office will judge"),
        "advice_help": _("You can report all the same: what you saw counts."),
        "missing_some": _("The office will most likely ask back for this:"),
        "missing_line": _("Which one it is about"),
        "missing_field": _("{label}: no answer"),
        "out_of_range": _("{label}: no number in the possible range"),
        "out_of_bounds": _("{label}: a number from {least} to {most}"),
        "missing_reason": _("A reason, and a sentence about it"),
        "missing_photos": {"one": _("{label}: {count} more photo"), "other": _("{label}: {count} more photos")},
        "missing_position": _("{label}: a photo without a position"),
        "form_gone": _("This form is not on this phone"),
        "form_gone_help": _("The site has moved on, or it is no longer yours. What you began is kept."),
    }


def _outbox() -> dict[str, Sentence]:
    return {
        "send_now": _("Send now"),
        "sending": _("Sending…"),
        "ended_done": _("Done"),
        "ended_busy": _("It is being sent already."),
        "ended_offline": _("The server cannot be reached. It is tried again by itself."),
        "ended_revoked": _("The office revoked this phone."),
        "ended_nobody": _("This phone is not enrolled."),
        "last_contact": _("Last complete contact: {time} WIB"),
        "outbox_empty": _("No report was made on this phone yet."),
        "export_title": _("No signal for days?"),
        "export_help": _(
            "Save the waiting reports as an encrypted file and hand it to a colleague who has a connection. Only the"
            " office can open it; nothing arrives twice."
        ),
        "export": _("Save as a file"),
        "state_waiting": _("Waiting to be sent ({size})"),
        "state_photos_sending": _("Sending photo {n} of {total}"),
        "state_photos_waiting": _("Received · {receipt} · {n} of {total} photos arrived"),
        "state_received": _("Received · {receipt}"),
        "state_backlog": _("Received · {receipt} · waits for another report"),
        "state_photo_aside": _("Received · {receipt} · a photo could not be used"),
        "state_refused": _("To be corrected"),
        "state_corrected": _("Corrected by a newer report"),
        "state_person": _("Somebody has to look at it"),
        "state_settled": _("Settled · {receipt}"),
        "report": _("Report"),
        "no_such_report": _("This report is not on this phone any more."),
        "somebody_elses": _("Somebody else made it on this phone. It is sent when he enrols again, or as a file."),
        "correct": _("Correct it"),
        "no_form_to_correct": _(
            "Its form is no longer on this phone, because the place is not yours any more. The report stays readable"
            " here, and the office has it as {receipt}: tell them what has to be corrected."
        ),
        "send_again": _("Send it again"),
        "what_you_said": _("What you reported"),
        "captured": _("Made on {time} by the clock of this phone"),
        "photo_arrived": _("Arrived"),
        "photo_waiting": _("Not sent yet"),
    }


def _settings() -> dict[str, Sentence]:
    return {
        "person": _("Person"),
        "sites_and_forms": _("Sites and forms"),
        "fetch_now": _("Fetch what is new"),
        "language": _("Language"),
        "pin_choose": _("Choose a PIN"),
        "pin_change": _("Change the PIN"),
        "room": _("Room on this phone"),
        "room_left": _("{size} left for this app; {used} used."),
        "room_unknown": _("The phone does not say how much room is left."),
        "room_little": _("There is little room. Remove files you do not need, so that photos can be kept."),
        "persisted": _("The phone keeps what is stored here, even when room gets short."),
        "persist": _("Ask the phone to keep what is stored here"),
        "clock": _("Clock"),
        "clock_unknown": _("Not compared with the server yet."),
        "clock_skew": {
            "one": _("{count} minute apart from the server’s clock."),
            "other": _("{count} minutes apart from the server’s clock."),
        },
        "this_phone": _("This phone"),
        "version": _("version {version}"),
        "install": _("Put the app on the home screen"),
        "enrol_other": _("Enrol again, or for somebody else"),
        "enrol_other_waiting": {
            "one": _("{count} report has not been sent completely. It stays on the phone. Go on?"),
            "other": _("{count} reports have not been sent completely. They stay on the phone. Go on?"),
        },
        "log": _("For the office: what happened on this phone"),
    }
