"""Every address of the product, each app's mounted in one place."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path, register_converter

from accounts.views.login import LoginView, choose_language
from accounts.views.tokens import profile, profile_mail, token_create, token_revoke
from rollout.pages.about import about
from rollout.pages.assets import asset_correct, asset_detail, asset_list, asset_new
from rollout.pages.delegations import delegation_list, delegation_new, delegation_revoke, delegation_scan
from rollout.pages.devices import field_device_code, field_device_revoke, field_devices
from rollout.pages.health import healthz
from rollout.pages.home import home
from rollout.pages.inbox import inbox
from rollout.pages.map_page import map_page
from rollout.pages.region_page import region_page
from rollout.pages.site_list import site_list
from rollout.pages.site_page import site_page
from rollout.pages.site_panel import site_panel
from rollout.pages.stuck import stuck
from rollout.pages.styleguide import styleguide
from rollout.public.pages import public_view, public_villages
from rollout.reports.exports.pages import export_cancel, export_file, exports, report_export
from rollout.reports.pages import report_table, reports
from sites.converters import SiteCodeConverter
from sites.views.map import map_boundaries, map_land, map_layer, map_names, map_overlay
from sites.views.tiles import layer_description, layer_tile

register_converter(SiteCodeConverter, "site_code")

handler400 = "rollout.pages.errors.bad_request"
handler500 = "rollout.pages.errors.server_error"

urlpatterns = [
    # Addresses are tried in this order.
    path("api/v1/", include("rollout.api.urls")),
    path("", home, name="home"),
    path("map/", map_page, name="map"),
    path("map/layer", map_layer, name="map_layer"),
    path("map/names", map_names, name="map_names"),
    path("map/boundaries/<str:level>", map_boundaries, name="map_boundaries"),
    path("map/land", map_land, name="map_land"),
    path("map/overlays/<int:number>", map_overlay, name="map_overlay"),
    path("tiles/<str:layer>.json", layer_description, name="tile_layer"),
    path("tiles/<str:layer>/<int:z>/<int:x>/<int:y>.mvt", layer_tile, name="tile"),
    path("work/", inbox, name="inbox"),
    path("regions/<str:code>/", region_page, name="region_page"),
    path("stuck/", stuck, name="stuck"),
    path("reports/", reports, name="reports"),
    path("reports/exports/", exports, name="exports"),
    path("reports/exports/<int:pk>/", export_file, name="export_file"),
    path("reports/exports/<int:pk>/cancel/", export_cancel, name="export_cancel"),
    path("reports/<slug:name>/", report_table, name="report_table"),
    path("reports/<slug:name>/export/<slug:wanted>", report_export, name="report_export"),
    path("sites/", site_list, name="site_list"),
    path("sites/<site_code:code>/", site_page, name="site_detail"),
    path("sites/<site_code:code>/panel/", site_panel, name="site_panel"),
    path("sites/<site_code:code>/assets/", asset_list, name="asset_list"),
    path("sites/<site_code:code>/assets/new/", asset_new, name="asset_new"),
    path("sites/<site_code:code>/assets/<int:pk>/", asset_detail, name="asset_detail"),
    path("sites/<site_code:code>/assets/<int:pk>/correct/", asset_correct, name="asset_correct"),
    path("", include("workflows.urls")),
    path("public/", public_view, name="public_view"),
    path("public/<str:code>/", public_view, name="public_region"),
    path("public/<str:code>/villages.geojson", public_villages, name="public_villages"),
    path("about/", about, name="about"),
    path("styleguide/", styleguide, name="styleguide"),
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path(
        "password/",
        auth.PasswordChangeView.as_view(template_name="accounts/password_change.html"),
        name="password_change",
    ),
    path(
        "password/done/",
        auth.PasswordChangeDoneView.as_view(template_name="accounts/password_change_done.html"),
        name="password_change_done",
    ),
    path("language/", choose_language, name="set_language"),
    path("profile/", profile, name="profile"),
    path("profile/mail/", profile_mail, name="profile_mail"),
    path("profile/tokens/", token_create, name="token_create"),
    path("profile/tokens/<int:pk>/revoke/", token_revoke, name="token_revoke"),
    path("profile/delegations/", delegation_list, name="delegation_list"),
    path("profile/delegations/new/", delegation_new, name="delegation_new"),
    path("profile/delegations/<int:pk>/revoke/", delegation_revoke, name="delegation_revoke"),
    path("profile/delegations/<int:pk>/scan", delegation_scan, name="delegation_scan"),
    path("field/devices/", field_devices, name="field_devices"),
    path("field/devices/code/", field_device_code, name="field_device_code"),
    path("field/devices/<uuid:device>/revoke/", field_device_revoke, name="field_device_revoke"),
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
]
