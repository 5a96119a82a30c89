"""The six resources of Query Interactions (docs/ucs-protocol.md §1.3), below the configured base path."""

from django.urls import path

from contactserver import views
from contactserver.contents import interaction_content
from contactserver.models import Kind

urlpatterns = [
    path("customers/<str:customer_id>/interactions", views.customer_interactions),
    path("services/<str:service_id>/interactions", views.service_interactions),
    path("interactions/<str:interaction_id>", views.interaction_resource),
    *(
        path(f"interactions/<str:interaction_id>/{kind}", interaction_content, {"kind": kind.value})
        for kind in Kind
    ),
]
