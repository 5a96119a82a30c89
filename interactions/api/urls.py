"""The API's addresses: the UCS's own, under /api."""

from django.urls import path

from interactions.api.histories import HistoryView
from interactions.api.nothing import NothingView
from interactions.api.records import RecordView

urlpatterns = [
    path("customers/<str:identifier>/interactions", HistoryView.as_view(owner="customer")),
    path("services/<str:identifier>/interactions", HistoryView.as_view(owner="service")),
    path("interactions/<str:identifier>", RecordView.as_view()),
    path("<path:rest>", NothingView.as_view()),
]
