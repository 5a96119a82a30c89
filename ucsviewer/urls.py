"""Every address of UCS Viewer. The viewer's paths are the UCS's own, so that whoever holds a UCS URL has the
permalink by changing the host (docs/permalinks.md)."""

from django.contrib import admin
from django.urls import include, path

from interactions.pages.accounts import administration

urlpatterns = [
    path("admin/login/", administration),
    path("admin/", admin.site.urls),
    path("api/", include("interactions.api.urls")),
    path("", include("interactions.pages.urls")),
]
handler400 = "interactions.pages.errors.bad_request"
handler403 = "interactions.pages.errors.forbidden"
handler404 = "interactions.pages.errors.not_found"
handler500 = "interactions.pages.errors.broken"
