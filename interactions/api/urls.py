"""The API's addresses: the UCS's own, under /api."""

from django.urls import path

from interactions.api.history_view import HistoryView
from interactions.api.not_found_view import ApiNotFoundView
from interactions.api.record_view import RecordView

urlpatterns = [
    path("customers/<str:identifier>/interactions", HistoryView.as_view(kind="customer")),
    path("services/<str:identifier>/interactions", HistoryView.as_view(kind="service")),
    path("interactions/<str:identifier>", RecordView.as_view()),
    path("<path:rest>", ApiNotFoundView.as_view()),
]
