"""The one error of the embedded database; its text is a sentence for the person at the keyboard."""

import errno


class LocalDatabaseError(Exception):
    """Why the embedded database cannot be made, started or stopped, and what to do about it."""


def explain(error: OSError, doing: str) -> LocalDatabaseError:
    """The sentence for an operating system's refusal while ``doing`` something (“write /a/b”)."""
    if error.errno == errno.ENOSPC:
        return LocalDatabaseError(f"The disk is full: could not {doing}. Free some space and start again.")
    if error.errno == errno.EDQUOT:
        return LocalDatabaseError(f"The disk quota is used up: could not {doing}. Free some space and start again.")
    return LocalDatabaseError(f"Could not {doing}: {error.strerror or error}.")
