"""The peer: the layer's content as GeoJSON through djangorestframework-gis, behind the same middleware and log-in."""

from django.apps import apps
from django.conf import settings
from django.urls import clear_url_caches, include, path, set_urlconf
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import SerializerMethodField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from sites.models import Site

PATH = "/bench/drf-gis"


class SiteSerializer(GeoFeatureModelSerializer):
    district = SerializerMethodField()

    class Meta:
        model = Site
        geo_field = "position"
        fields = ["id", "stage", "flags", "progress", "waiting_since", "position_source", "states", "district"]

    def get_district(self, site: Site) -> str:
        return site.district_code


class SiteLayer(ListAPIView):
    serializer_class = SiteSerializer
    permission_classes = [IsAuthenticated]
    renderer_classes = [JSONRenderer]
    pagination_class = None

    def get_queryset(self):
        return Site.objects.visible_to(self.request.user).open()


urlpatterns = [path(PATH[1:], SiteLayer.as_view()), path("", include("rollout.urls"))]


def mount() -> None:
    """Serve the peer beside the product's own addresses, in this process."""
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "rest_framework", "rest_framework_gis"]
    apps.set_installed_apps(settings.INSTALLED_APPS)
    settings.ROOT_URLCONF = "bench.drf_gis"
    set_urlconf(None)
    clear_url_caches()
