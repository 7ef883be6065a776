"""The WSGI entry point that gunicorn serves."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from rollout.startup import refuse_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollout.settings")

try:
    application = get_wsgi_application()
    refuse_unsafe()
except ImproperlyConfigured as error:
    # The reason alone: whoever starts a service reads the last line of its log.
    raise SystemExit(f"The tracker does not start: {error}") from None
