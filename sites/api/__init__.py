"""The API's view of the register: sites, their ledger and their position.

Whoever mounts the router puts the person on ``request.user`` and, for a write, the ids of the request on
``request.client_id`` (the sender's name for it) and ``request.request_id`` (ours).
"""

from sites.api.routes import router

__all__ = ["router"]
