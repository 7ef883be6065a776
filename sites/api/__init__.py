"""The API's view of the register: sites, their ledger and their position.

Whoever mounts the router puts the person on ``request.user`` and, for a write, the ids of the request on
``request.client_id`` (the sender's name for it) and ``request.request_id`` (ours).
"""

from sites.api.assets import router as assets
from sites.api.routes import router

router.add_router("", assets)

__all__ = ["router"]
