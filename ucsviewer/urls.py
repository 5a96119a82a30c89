"""Every address of UCS Viewer. The viewer's paths are the UCS's own, so that whoever holds a UCS URL has the
permalink by changing the host (docs/permalinks.md)."""

from django.contrib import admin
from django.urls import include, path

from interactions.pages.accounts import admin_sign_in

urlpatterns = [
    path("admin/login/", admin_sign_in),
    path("admin/", admin.site.urls),
    path("api/", include("interactions.api.urls")),
    path("", include("interactions.pages.urls")),
]
handler400 = "interactions.pages.errors.bad_request"
handler403 = "interactions.pages.errors.permission_denied"
handler404 = "interactions.pages.errors.page_not_found"
handler500 = "interactions.pages.errors.server_error"
