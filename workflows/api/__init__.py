"""The API's view of the workflows: the catalogue, processes and their steps, evidence,
the register of kits.

Whoever mounts the routers puts the person on ``request.user`` and, for a write, the ids of the request on
``request.client_id`` (the sender's name for it) and ``request.request_id`` (ours). Refusals rise.
"""

from workflows.api.catalogue import router as catalogue_router
from workflows.api.coordination import router as coordination_router
from workflows.api.evidence import router as evidence_router
from workflows.api.field import router as field_router
from workflows.api.kits import router as kits_router
from workflows.api.lines import router as lines_router
from workflows.api.notifications import router as notifications_router
from workflows.api.papers import public_router
from workflows.api.papers import router as papers_router
from workflows.api.processes import router as processes_router
from workflows.api.programme import router as programme_router
from workflows.api.steps import router as steps_router
from workflows.api.stuck import router as stuck_router
from workflows.api.together import router as together_router

routers = (
    catalogue_router,
    processes_router,
    lines_router,
    steps_router,
    evidence_router,
    stuck_router,
    kits_router,
    programme_router,
    notifications_router,
    coordination_router,
    field_router,
    together_router,
    papers_router,
)
# Mounted without an account.
public_routers = (public_router,)

__all__ = ["public_routers", "routers"]
