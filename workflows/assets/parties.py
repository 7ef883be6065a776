"""Who takes part in an instrument over an asset, whatever its kind."""

from accounts.roles import Role

VILLAGE, DINAS, BPKAD, HEAD = Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE, Role.ASSET_OFFICE, Role.REGION_HEAD
# The column of the region whose offices review and decide.
DECIDES = "decided_in"
