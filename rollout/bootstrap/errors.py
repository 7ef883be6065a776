"""The one error of the set-up; its text is a sentence for the person at the keyboard."""


class SetupError(Exception):
    """Why the set-up stops, and what to do about it."""
