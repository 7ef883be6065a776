"""The peer: the layer's content as GeoJSON through djangorestframework-gis, behind the same middleware and log-in."""

from django.urls import include, path
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import SerializerMethodField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from sites.models import Site


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


urlpatterns = [path("bench/drf-gis", SiteLayer.as_view()), path("", include("rollout.urls"))]
