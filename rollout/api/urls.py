"""The API's addresses, mounted at /api/v1/."""

from django.urls import path

from rollout.api.openapi import openapi_json
from rollout.api.service import api

operations, _app_name, _namespace = api.urls

app_name = "api"
urlpatterns = [path("openapi.json", openapi_json, name="openapi"), *operations]
