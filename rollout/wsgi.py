"""The WSGI entry point that gunicorn serves."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from rollout.localdb import LocalDatabaseError
from rollout.startup import refuse_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollout.settings")
# With this code gunicorn gives up; with any other it would try a new worker for ever.
_BOOT_ERROR = 3

try:
    application = get_wsgi_application()
    refuse_unsafe()
except (ImproperlyConfigured, LocalDatabaseError) as error:
    # The reason alone: whoever starts a service reads the last line of its log.
    sys.stderr.write(f"The tracker does not start: {error}\n")
    sys.exit(_BOOT_ERROR)
