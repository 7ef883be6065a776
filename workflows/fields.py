"""The state column of a process."""

from django_fsm import FSMField


class StateField(FSMField):
    """django-fsm's state field under our own name.

    It is written into migrations as Django's own CharField, so that no migration ever depends on the library.
    """

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
