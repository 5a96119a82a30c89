"""The list with filters, their counts and a search, 100 rows a page."""

from django.contrib import admin

from benchmarks.peer_admin.models import PeerInteraction


@admin.register(PeerInteraction)
class PeerInteractionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = (
        "interaction_id", "start_date", "media_type", "subject", "type", "agent", "end_date", "status",
        "thread_id",
    )  # fmt: skip
    list_filter = ("media_type", "type", "status")
    show_facets = admin.ShowFacets.ALWAYS
    search_fields = ("subject", "agent", "interaction_id")
    ordering = ("-start_date",)
    list_per_page = 100
