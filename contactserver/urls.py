"""The six resources of Query Interactions (docs/ucs-protocol.md §1.3), below the configured base path."""

from django.urls import path

from contactserver import views
from contactserver.contents import content
from contactserver.models import Kind

urlpatterns = [
    path("customers/<str:customer_id>/interactions", views.of_customer),
    path("services/<str:service_id>/interactions", views.of_service),
    path("interactions/<str:interaction_id>", views.interaction),
    *(path(f"interactions/<str:interaction_id>/{kind}", content, {"kind": kind.value}) for kind in Kind),
]
