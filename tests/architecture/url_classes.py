"""The class of every address: who may open it.

``PUBLIC``   anybody, without an account
``PERSON``   anybody who is logged in; what is shown depends on the scope
``PLACE``    a person whose scope holds the site; for all others it does not exist (404)
``ACTION``   as PLACE, but by POST (or DELETE), and a viewer may not
``DUTY``     a person who holds the role it is for, somewhere; all others are refused (403)
``OWN``      a person, about himself only
``STAFF``    people marked as staff
``NONE``     nothing is there, for anybody
"""

PUBLIC, PERSON, PLACE, ACTION, DUTY = "public", "person", "place", "action", "duty"
OWN, STAFF, NONE = "own", "staff", "none"

# Addresses that take nothing but POST, besides those of class ACTION.
POSTED = {
    "logout",
    "shape_read",
    "token_create",
    "token_revoke",
    "profile_mail",
    "notification_read",
    "notifications_read",
    "api:read_notification",
    "api:read_notifications",
}
# The national list of regions is public geography: it is the same for everybody.
REFERENCE = {"api:list_regions", "api:region_detail"}

CLASSES = {
    "healthz": PUBLIC,
    "login": PUBLIC,
    "logout": OWN,
    "set_language": PUBLIC,
    "about": PUBLIC,
    "home": PERSON,
    "inbox": PERSON,
    "map": PERSON,
    "map_layer": PERSON,
    "map_names": PERSON,
    "map_boundaries": PERSON,
    "map_land": PERSON,
    "site_list": PERSON,
    "kit_list": PERSON,
    "kit_detail": PLACE,
    "kit_register": DUTY,
    "kit_import": DUTY,
    "kit_import_example": PERSON,
    "kit_retire": ACTION,
    "stuck": PERSON,
    "region_page": PLACE,
    "shape_read": OWN,
    "site_detail": PLACE,
    "site_panel": PLACE,
    "asset_list": PLACE,
    "asset_detail": PLACE,
    "asset_new": ACTION,
    "asset_correct": ACTION,
    "process_detail": PLACE,
    "evidence_file": PLACE,
    "evidence_preview": PLACE,
    "process_start": ACTION,
    "process_lines": PLACE,
    "take_step": ACTION,
    "take_step_on": ACTION,
    "evidence_upload": ACTION,
    "evidence_withdraw": ACTION,
    "evidence_place": ACTION,
    "profile": OWN,
    "profile_mail": OWN,
    "notifications": OWN,
    "notification_read": OWN,
    "notifications_read": OWN,
    "token_create": OWN,
    "token_revoke": OWN,
    "delegation_list": OWN,
    "delegation_new": OWN,
    "delegation_revoke": OWN,
    "delegation_scan": OWN,
    "password_change": OWN,
    "password_change_done": OWN,
    "styleguide": STAFF,
    "api:api-root": NONE,
    "api:openapi": PUBLIC,
    "api:me": PERSON,
    "api:list_regions": PERSON,
    "api:region_detail": PERSON,
    "api:list_notifications": OWN,
    "api:read_notification": OWN,
    "api:read_notifications": OWN,
    "api:list_workflows": PERSON,
    "api:list_sites": PERSON,
    "api:sites_geojson": PERSON,
    "api:list_processes": PERSON,
    "api:stuck_offices": PERSON,
    "api:stuck_causes": PERSON,
    "api:stuck_cases": PERSON,
    "api:site_detail": PLACE,
    "api:list_events": PLACE,
    "api:list_assets": PLACE,
    "api:register_asset": ACTION,
    "api:correct_asset": ACTION,
    "api:process_detail": PLACE,
    "api:form_of_step": PLACE,
    "api:list_lines": PLACE,
    "api:evidence_detail": PLACE,
    "api:evidence_bytes": PLACE,
    "api:list_kits": PERSON,
    "api:kit_detail": PLACE,
    "api:register_kit": DUTY,
    "api:retire_kit": ACTION,
    "api:correct_position": ACTION,
    "api:start_process": ACTION,
    "api:take_process_step": ACTION,
    "api:attach_evidence": ACTION,
    "api:position_evidence": ACTION,
    "api:withdraw_evidence": ACTION,
}
